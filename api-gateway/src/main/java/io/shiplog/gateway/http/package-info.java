/**
 * The HTTP door: the Kubernetes API over the read model and the command bus. Requests are decoded,
 * authenticated and authorized here; every write is decided by the ledger.
 */
package io.shiplog.gateway.http;
