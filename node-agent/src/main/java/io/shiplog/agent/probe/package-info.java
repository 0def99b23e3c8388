/** How a container is asked how it is, and told of its beginning and its end: probes and hooks. */
package io.shiplog.agent.probe;
