/**
 * Breaking real processes at seeded random moments, and checking the history of what came of it.
 */
package io.shiplog.e2e.chaos;
