/** The NPUs of a machine, as npu-smi tells them. Never throws on a text it does not know. */
@NullMarked
package io.npushell.device;

import org.jspecify.annotations.NullMarked;
