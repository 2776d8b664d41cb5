package io.npushell.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/** Text that is no JSON. Its message says where; the parser's own words tell more of the parser than of the file. */
public final class JsonFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String detail;

    JsonFailure(int line, JsonProcessingException cause) {
        super(line < 1 ? "it is no JSON" : "it is no JSON from line " + line + " on", cause);
        this.line = line;
        this.detail = cause.getOriginalMessage();
    }

    /** Counted from 1; 0 where it is not known. */
    public int line() {
        return line;
    }

    /** What the parser says, for whoever knows JSON: "Unexpected character ('}' (code 125))…". */
    public String detail() {
        return detail;
    }
}
