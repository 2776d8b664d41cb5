/** What a model is: its shape, its family, how it is trained and how it is cut. Values alone; never plans and never touches weights. */
@NullMarked
package io.npushell.model;

import org.jspecify.annotations.NullMarked;
