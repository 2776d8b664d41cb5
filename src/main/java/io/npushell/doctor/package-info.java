/** Whether a machine is fit to train on: facts gathered by short commands, judged by pure functions. Never changes anything. */
@NullMarked
package io.npushell.doctor;

import org.jspecify.annotations.NullMarked;
