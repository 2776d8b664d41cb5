package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Path;

/** How the .bin file stores one token; ModelLink always writes INT32, stock Megatron UINT16 for small vocabularies. */
enum TokenType {
    INT32(4, 4),
    UINT16(8, 2);

    final int code;
    final int bytes;

    TokenType(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    static TokenType ofCode(int code, Path index) {
        for (TokenType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new OperatorException(
                ExitCode.FAILED,
                index + " has data type code " + code + ", which is not a token type (4 int32 or 8 uint16)",
                "prepare the data again");
    }
}
