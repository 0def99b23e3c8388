/**
 * Wishes, facts and outcomes: what travels on {@code commands}, {@code objects}, {@code outcomes}.
 */
package io.shiplog.model.command;
