/** What a node lets in, as the kubelet's admission handlers decide it. Pure. */
package io.shiplog.agent.decide.admission;
