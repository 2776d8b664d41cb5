/** What trains, one class for each engine behind one interface. No other package asks for an engine by its name: rules and steps ask what it can. */
@NullMarked
package io.npushell.plan.engine;

import org.jspecify.annotations.NullMarked;
