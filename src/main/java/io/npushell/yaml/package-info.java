/** YAML files that people write: a tree that knows its lines, and typed taking of keys that notes all that is wrong. Knows nothing of what the files mean. */
@NullMarked
package io.npushell.yaml;

import org.jspecify.annotations.NullMarked;
