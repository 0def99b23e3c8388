/**
 * The vocabulary every other module speaks: which kinds there are, what an object is, what a
 * command, a fact and an outcome are. Pure: no clock, no random, no I/O.
 *
 * <p>An object is a JSON tree. Shiplog never parses objects into classes that know only some
 * fields, because what a user wrote must come back whole; rules read trees through {@link
 * io.shiplog.model.KubeObject} and small views beside it.
 */
package io.shiplog.model;
