package io.npushell.yaml;

/**
 * One thing wrong in a profile or preset file.
 *
 * @param line from 1; 0 where the whole file is meant
 * @param column from 1; 0 where the whole line or file is meant
 */
public record FileProblem(String file, int line, int column, String sentence) {

    /** "profiles/my.yaml:12:5: …", as compilers say it and editors jump to it. */
    @Override
    public String toString() {
        String place = line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
        return place + ": " + sentence;
    }
}
