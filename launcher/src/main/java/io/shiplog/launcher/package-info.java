/**
 * What a person meets first: {@code ./shiplog up}, {@code down}, {@code status}, {@code logs}. It
 * starts and stops the processes, and otherwise talks to the API as any client does.
 */
package io.shiplog.launcher;
