/** JSON as maps, lists, strings and numbers, read and written by streaming: it costs nothing at the start. Knows no file and no record. */
@NullMarked
package io.npushell.json;

import org.jspecify.annotations.NullMarked;
