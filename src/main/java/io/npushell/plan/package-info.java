/** What would run, computed from values alone: steps, layout, disk, findings. Never touches disk, clock or process. */
@NullMarked
package io.npushell.plan;

import org.jspecify.annotations.NullMarked;
