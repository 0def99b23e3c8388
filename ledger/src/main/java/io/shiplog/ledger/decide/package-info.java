/**
 * The ledger's rules. Pure: what a command becomes follows from the command, the objects and the
 * time handed in, and from nothing else.
 */
package io.shiplog.ledger.decide;
