/**
 * What this machine is and has: processes, commands, its facts, the folders of the agent's home.
 */
package io.shiplog.agent.machine;
