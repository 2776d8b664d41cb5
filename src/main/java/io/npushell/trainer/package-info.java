/** The embedded engine: trains a small model on the CPU behind the contract of the manual's scripts. Its own JVM. */
@NullMarked
package io.npushell.trainer;

import org.jspecify.annotations.NullMarked;
