/** The network of pods and nodes: what reaches Services, other nodes, names. */
package io.shiplog.agent.network;
