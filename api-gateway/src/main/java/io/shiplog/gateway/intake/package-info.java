/** The ways in which commands enter the log, and how their authors learn what became of them. */
package io.shiplog.gateway.intake;
