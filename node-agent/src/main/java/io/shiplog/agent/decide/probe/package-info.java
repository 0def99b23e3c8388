/** What a probe asks and what its answer means, as the kubelet's prober does. Pure. */
package io.shiplog.agent.decide.probe;
