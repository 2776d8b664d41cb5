package io.npushell.shell.imports;

import io.npushell.params.Parameter;
import io.npushell.params.Value;

/**
 * One value taken from a command.
 *
 * @param variable the name it had there: a variable or an option
 */
record ImportedSetting(Parameter parameter, String variable, Value value) {}
