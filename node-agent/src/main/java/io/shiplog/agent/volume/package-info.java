/** The volumes of pods: made before a pod's first container, kept current, taken away with it. */
package io.shiplog.agent.volume;
