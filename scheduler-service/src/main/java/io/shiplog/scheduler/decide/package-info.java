/**
 * Where pods go. Pure: which node a pod is bound to, why it waits, and what a node's inbox holds
 * follow from the objects, the bindings on their way and the time handed in.
 */
package io.shiplog.scheduler.decide;
