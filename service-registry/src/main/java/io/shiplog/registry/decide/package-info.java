/**
 * What stands behind a Service. Pure: endpoint slices, Endpoints and routes follow from the
 * Services, the pods, and the time handed in.
 */
package io.shiplog.registry.decide;
