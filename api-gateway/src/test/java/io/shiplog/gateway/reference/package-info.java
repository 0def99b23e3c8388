/**
 * The corpus: requests whose answers were recorded from kube-apiserver itself, and are expected
 * from the gateway. {@link io.shiplog.gateway.reference.CorpusTest} compares.
 */
package io.shiplog.gateway.reference;
