/** containerd, which the agent starts and finds again, and CRI, by which it is told what to do. */
package io.shiplog.agent.runtime;
