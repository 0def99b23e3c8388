/** What makes one fitting node better than another: one rule a file, listed in {@link Scores}. */
package io.shiplog.scheduler.decide.score;
