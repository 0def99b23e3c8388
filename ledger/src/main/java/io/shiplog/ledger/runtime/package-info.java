/**
 * The shell of the ledger: one consume-transform-produce loop a shard, which feeds commands to
 * {@link io.shiplog.ledger.decide.Ledger} and commits what it decides. Leadership of a shard is the
 * assignment of its {@code commands} partition; a transactional id a shard fences whoever led it
 * before.
 */
package io.shiplog.ledger.runtime;
