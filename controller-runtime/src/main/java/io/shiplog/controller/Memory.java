package io.shiplog.controller;

/**
 * What a reactor remembers from one round to the next. All of it follows from the table and the
 * calls since the reactor started; a new one that remembers nothing comes to the same.
 *
 * @param expectations the writes that have not shown yet
 * @param later what is to be looked at again, and when
 * @param pacing what rests between two looks
 * @param quarantine where a controller threw
 * @param recorders what people were told
 */
record Memory(
    Expectations expectations,
    DelayingQueue later,
    Pacing pacing,
    Quarantine quarantine,
    Recorders recorders) {

  static Memory empty() {
    return new Memory(
        new Expectations(), new DelayingQueue(), new Pacing(), new Quarantine(), new Recorders());
  }
}
