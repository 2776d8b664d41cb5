/** What becomes of a record: upstream's handlers, by their names, with their prompts to the byte. Never reads or writes files. */
@NullMarked
package io.npushell.data.handler;

import org.jspecify.annotations.NullMarked;
