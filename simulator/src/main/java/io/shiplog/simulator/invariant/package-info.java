/** What must be true of every history, one file each; independent of how histories are made. */
package io.shiplog.simulator.invariant;
