/** Main of the step JVM: one step of a session, without a terminal. */
@NullMarked
package io.npushell.step;

import org.jspecify.annotations.NullMarked;
