/** What the node says of itself. */
package io.shiplog.agent.node;
