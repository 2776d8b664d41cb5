/** Commands that look at prepared data. They read it and never change it. */
@NullMarked
package io.npushell.shell.data;

import org.jspecify.annotations.NullMarked;
