/** The manual's workspace tree: made, filled with the code package and with downloads, looked over. Touches only what it made itself. */
@NullMarked
package io.npushell.workspace;

import org.jspecify.annotations.NullMarked;
