/** Curves: drawn with characters for a terminal, or as SVG. Knows nothing of trainings. */
@NullMarked
package io.npushell.shell.chart;

import org.jspecify.annotations.NullMarked;
