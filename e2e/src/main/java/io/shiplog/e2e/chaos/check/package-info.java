/**
 * What must hold of every history, one file each. Pure: a history goes in, findings come out, and
 * nobody else is asked.
 */
package io.shiplog.e2e.chaos.check;
