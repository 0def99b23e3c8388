/**
 * The rules of each kind: one file per kind, and beside them the rules of fields that several kinds
 * share. Pure. {@link io.shiplog.ledger.decide.kinds.Rules} is the door.
 *
 * <p>Wording and paths of errors are those of kube-apiserver, so that clients which read them keep
 * working.
 */
package io.shiplog.ledger.decide.kinds;
