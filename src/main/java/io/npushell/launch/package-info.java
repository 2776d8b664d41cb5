/** The only package that acts on trainings: gathers facts, writes run.sh, starts, stops, resumes. */
@NullMarked
package io.npushell.launch;

import org.jspecify.annotations.NullMarked;
