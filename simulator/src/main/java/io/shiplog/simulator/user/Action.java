package io.shiplog.simulator.user;

import io.shiplog.simulator.Dice;

/**
 * A row in the table of what users do.
 *
 * @param name what it is, in words; it stands in the ids of the commands that are sent for it
 * @param weight how often it is done, compared with the others
 * @param end what becomes of its commands where it goes as it is meant to
 * @param deed does it; nothing, if there is nothing to do it to
 */
record Action(String name, int weight, End end, Deed deed) {

  /** What an action is good for: once a command of it ends so, it has happened. */
  enum End {
    /** It is accepted, and changes something. */
    ACCEPTED,
    /** It is refused, for somebody else was faster or owns the field. */
    CONFLICT,
    /** It is no command, and is refused as none. */
    UNREADABLE
  }

  /** What is done, left to chance. */
  interface Deed {
    void act(Dice dice);
  }

  static Action of(String name, int weight, Deed deed) {
    return new Action(name, weight, End.ACCEPTED, deed);
  }

  /** One that is there to be refused. */
  static Action refused(String name, int weight, Deed deed) {
    return new Action(name, weight, End.CONFLICT, deed);
  }

  /** One that writes what nobody can read. */
  static Action garbage(String name, int weight, Deed deed) {
    return new Action(name, weight, End.UNREADABLE, deed);
  }
}
