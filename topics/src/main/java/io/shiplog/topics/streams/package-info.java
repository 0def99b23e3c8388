/**
 * How a {@link io.shiplog.model.reconcile.Reactor} becomes a Kafka Streams service: one topology
 * for all of them, and the shell that runs it.
 */
package io.shiplog.topics.streams;
