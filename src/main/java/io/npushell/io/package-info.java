/** What every package needs around files and names typed by people. */
@NullMarked
package io.npushell.io;

import org.jspecify.annotations.NullMarked;
