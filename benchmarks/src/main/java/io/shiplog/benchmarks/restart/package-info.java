/** How long a control plane that holds many objects takes to come back. */
package io.shiplog.benchmarks.restart;
