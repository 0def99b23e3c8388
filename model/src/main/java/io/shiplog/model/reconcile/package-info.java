/**
 * What a level-triggered service is: a {@link io.shiplog.model.reconcile.Reactor} that looks at the
 * table of objects and answers with effects. Streams, the simulator and tests drive the same one.
 */
package io.shiplog.model.reconcile;
