/** What a node's agent is given to know: its node, its pods, and what they refer to. */
package io.shiplog.scheduler.decide.inbox;
