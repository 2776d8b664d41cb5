/** The commands on profiles and presets. */
@NullMarked
package io.npushell.shell.profiles;

import org.jspecify.annotations.NullMarked;
