package io.npushell.shell.terminal;

import io.npushell.shell.script.Lexer;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** The line editor's view of the script language: Enter goes on to another line while a quote is open or a backslash joins. */
final class ShellParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        // with the line end that Enter is: an empty line after a backslash ends the command, as in the host's shell
        if (context == ParseContext.ACCEPT_LINE && !Lexer.isWhole(line + "\n")) {
            throw new EOFError(-1, -1, "the command goes on");
        }
        return ShellLine.at(line, Math.min(cursor, line.length()));
    }

    @Override
    public boolean isEscapeChar(char ch) {
        return ch == '\\';
    }
}
