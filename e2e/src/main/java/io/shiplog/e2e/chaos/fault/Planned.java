package io.shiplog.e2e.chaos.fault;

/**
 * One thing to break, and to mend.
 *
 * @param pauseMillis how long the lane is at peace before
 * @param kind what to do
 * @param target a process by name, or {@link #LEDGER} or {@link #COMMANDS} for whoever leads then
 * @param lastsMillis how long until it is mended
 */
public record Planned(long pauseMillis, Kind kind, String target, long lastsMillis) {

  /** The gateway whose ledger leads. */
  public static final String LEDGER = "the ledger's leader";

  /** The broker that leads the commands. */
  public static final String COMMANDS = "the commands' leader";

  /** Ways to break a process. */
  public enum Kind {
    /** SIGKILL; mended by a restart. */
    KILL("killed"),
    /** SIGSTOP; mended by SIGCONT. */
    PAUSE("paused"),
    /**
     * Whatever it sends to brokers is dropped, and what is sent to it as a broker or controller.
     */
    CUT("cut off"),
    /** Its port passes a trickle. */
    SLOW("slowed down"),
    /** The file system of its home is full. */
    FULL_DISK("out of disk space");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /** Whether it needs namespaces of our own. */
    public boolean isolated() {
      return this == CUT || this == SLOW || this == FULL_DISK;
    }

    @Override
    public String toString() {
      return words;
    }
  }
}
