/**
 * The whole control plane in one thread, from one seed: the ledger, every service's reactor, the
 * gateways' read models and intake, and fake nodes read and write a log in memory; the seed decides
 * who moves next, how far, and what goes wrong.
 */
package io.shiplog.simulator;
