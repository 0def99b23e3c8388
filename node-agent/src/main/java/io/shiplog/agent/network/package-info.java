/** How a node reaches Services: the routes table and what follows it. */
package io.shiplog.agent.network;
