/**
 * The table of all objects, as a gateway reads it: each object once, as the bytes the ledger wrote,
 * with its labels and indexed fields beside it. LIST and WATCH copy bytes.
 */
package io.shiplog.gateway.readmodel;
