/** What is measured: a control plane of our own, or any Kubernetes; and a client that keeps up. */
package io.shiplog.benchmarks.cluster;
