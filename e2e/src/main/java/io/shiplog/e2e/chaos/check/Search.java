package io.shiplog.e2e.chaos.check;

import io.shiplog.e2e.chaos.history.Entry.Answer;
import io.shiplog.e2e.chaos.history.Entry.Asked;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order of one object's requests that a sequential store could have served, in which
 * each takes effect between its call and its return. This is the search of Wing and Gong ("Testing
 * and verifying concurrent objects", 1993) with the memory of Lowe ("Testing for linearizability",
 * 2017): what was tried once, the same requests done and the same state reached, is not tried
 * again. A request with an unknown outcome never returns, and need not take effect at all.
 */
final class Search {

  /** More than a run ever needs; a history that needs more is reported and not waved through. */
  private static final int MOST_TRIED = 2_000_000;

  private final List<Asked> requests;
  private final Event head = new Event(-1, false);
  private final Set<Tried> tried = new HashSet<>();
  private final BitSet done = new BitSet();
  private final Deque<Step> steps = new ArrayDeque<>();
  private ObjectState state = ObjectState.ABSENT;
  private int unanswered;
  private int most = -1;
  private String stuck = "";

  private record Tried(BitSet done, ObjectState state) {}

  private record Step(Event call, ObjectState before) {}

  /** A call or a return in the list of all that is still to be explained. */
  private static final class Event {
    private final int request;
    private final boolean call;
    private Event previous;
    private Event next;
    private Event answer;

    Event(int request, boolean call) {
      this.request = request;
      this.call = call;
    }

    void remove() {
      previous.next = next;
      if (next != null) {
        next.previous = previous;
      }
    }

    void insert() {
      previous.next = this;
      if (next != null) {
        next.previous = this;
      }
    }
  }

  Search(List<Asked> requests) {
    this.requests = List.copyOf(requests);
    link();
  }

  private void link() {
    record Moment(long at, Event event) {}
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Asked asked = requests.get(i);
      Event call = new Event(i, true);
      moments.add(new Moment(asked.called(), call));
      if (asked.answer() != Answer.UNKNOWN) {
        call.answer = new Event(i, false);
        unanswered++;
        moments.add(new Moment(asked.returned(), call.answer));
      }
    }
    // At one and the same moment calls come first: then the two requests overlap.
    moments.sort(Comparator.comparingLong(Moment::at).thenComparing(m -> !m.event.call));
    Event last = head;
    for (Moment moment : moments) {
      last.next = moment.event;
      moment.event.previous = last;
      last = moment.event;
    }
  }

  /** Empty if there is such an order; else what could not be explained. */
  Optional<String> failure() {
    Event at = head.next;
    while (unanswered > 0) {
      if (at != null && at.call) {
        at = take(at) ? head.next : at.next;
        continue;
      }
      note(at);
      if (steps.isEmpty()) {
        return Optional.of(stuck);
      }
      if (tried.size() > MOST_TRIED) {
        return Optional.of("undecided after " + MOST_TRIED + " tries; " + stuck);
      }
      at = undo().next;
    }
    return Optional.empty();
  }

  /** Lets the request take its effect next, if it can and that leads anywhere new. */
  private boolean take(Event call) {
    Optional<ObjectState> after = state.after(requests.get(call.request));
    if (after.isEmpty()) {
      return false;
    }
    done.set(call.request);
    if (!tried.add(new Tried((BitSet) done.clone(), after.get()))) {
      done.clear(call.request);
      return false;
    }
    steps.push(new Step(call, state));
    state = after.get();
    call.remove();
    if (call.answer != null) {
      call.answer.remove();
      unanswered--;
    }
    return true;
  }

  /** Takes back the last effect; the call it was. */
  private Event undo() {
    Step step = steps.pop();
    state = step.before;
    done.clear(step.call.request);
    if (step.call.answer != null) {
      step.call.answer.insert();
      unanswered++;
    }
    step.call.insert();
    return step.call;
  }

  /** Remembers the farthest dead end: it is nearest to what went wrong. */
  private void note(Event at) {
    if (steps.size() > most) {
      most = steps.size();
      String what =
          at == null ? "no request is left" : "no order explains " + requests.get(at.request);
      stuck = what + "; the object was " + state + " after " + steps.size() + " requests";
    }
  }
}
