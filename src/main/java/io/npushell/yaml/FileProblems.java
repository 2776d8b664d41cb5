package io.npushell.yaml;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong in one file, so that all of it can be told at once. */
public final class FileProblems {
    private final String file;
    private final List<FileProblem> problems = new ArrayList<>();

    public FileProblems(String file) {
        this.file = file;
    }

    public String file() {
        return file;
    }

    public void add(YamlNode at, String sentence) {
        problems.add(new FileProblem(file, at.line(), at.column(), sentence));
    }

    public void add(int line, int column, String sentence) {
        problems.add(new FileProblem(file, line, column, sentence));
    }

    public int count() {
        return problems.size();
    }

    public List<FileProblem> inOrder() {
        return problems.stream()
                .sorted(Comparator.comparingInt(FileProblem::line).thenComparingInt(FileProblem::column))
                .toList();
    }

    public OperatorException refusal(String remedy) {
        int more = problems.size() - 1;
        String tail = more == 0 ? "" : " (and " + more + (more == 1 ? " more problem)" : " more problems)");
        return new OperatorException(ExitCode.USAGE, inOrder().get(0) + tail, remedy);
    }
}
