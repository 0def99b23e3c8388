/**
 * Hollow nodes: one process that stands for thousands of kubelets, speaking only the Kubernetes
 * API, and the scenarios that are played with them.
 */
package io.shiplog.benchmarks.hollow;
