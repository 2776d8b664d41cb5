/** Model profiles and presets: YAML files, read and checked with file and line. Never plans and never runs anything. */
@NullMarked
package io.npushell.profile;

import org.jspecify.annotations.NullMarked;
