package io.shiplog.deployment.decide.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RollingUpdateTest {

  @ParameterizedTest(name = "{0} replicas, surge {1}, unavailable {2}")
  @CsvSource({
    "10, 25%,  25%,  13, 8",
    "4,  25%,  25%,  5,  3",
    "3,  25%,  25%,  4,  3",
    "1,  25%,  25%,  2,  1",
    "1,  0,    25%,  1,  0",
    "5,  0,    0%,   5,  4",
    "5,  0%,   1,    5,  4",
    "5,  2,    3,    7,  2",
    "5,  100%, 0,    10, 5",
    "2,  0,    100%, 2,  0",
    "2,  1,    5,    3,  0",
    "0,  25%,  25%,  0,  0",
    "7,  30%,  30%,  10, 5",
    "3,  ,     ,     4,  3",
  })
  void percentagesAreRoundedUpForSurgeAndDownForUnavailable(
      int desired, String surge, String unavailable, int most, int fewest) {
    Bounds bounds = Bounds.of(desired, value(surge), value(unavailable));
    assertThat(bounds.most()).isEqualTo(most);
    assertThat(bounds.fewest()).isEqualTo(fewest);
  }

  /** Sizes are written {@code replicas/available}; olds are separated by spaces. */
  @ParameterizedTest(name = "{0}+{1}-{2}: {3} | {4} -> {5}")
  @CsvSource({
    // The new one grows into the surge, up to the desired state, whatever is available.
    "10, 3, 2, 0/0,   10/10,    new=3",
    "10, 3, 2, 3/0,   8/8,      new=5",
    "10, 3, 2, 8/2,   0/0,      new=10",
    "10, 3, 2, 12/12, 0/0,      new=10",
    "10, 3, 2, 0/0,   '',       new=10",
    // No room left: the old ones shrink as far as enough pods stay available.
    "10, 3, 2, 3/0,   10/10,    o0=8",
    "10, 3, 2, 5/0,   8/8,      ''",
    "10, 3, 2, 5/3,   8/8,      o0=5",
    "10, 3, 2, 3/3,   10/10,    o0=5",
    "10, 0, 2, 0/0,   10/10,    o0=8",
    "1,  1, 0, 1/0,   1/1,      ''",
    "1,  1, 0, 1/1,   1/1,      o0=0",
    // Pods that serve nobody go first, the oldest ReplicaSet's first.
    "10, 3, 2, 5/0,   8/4,      ''",
    "10, 0, 5, 0/0,   10/6,     o0=5",
    "10, 3, 2, 3/3,   4/4 6/2,  'o0=3 o1=2'",
    "10, 3, 2, 3/3,   4/4 6/6,  'o0=0 o1=5'",
    // All done.
    "10, 3, 2, 10/10, 0/0 0/0,  ''",
    "0,  0, 0, 0/0,   5/5,      o0=0",
  })
  void aStepIsWithinTheBounds(
      int desired, int surge, int unavailable, String current, String olds, String step) {
    Bounds bounds = new Bounds(desired, surge, unavailable);
    List<Size> sizes = new ArrayList<>();
    for (String old : olds.isBlank() ? new String[0] : olds.trim().split(" +")) {
      sizes.add(size("o" + sizes.size(), old));
    }
    List<String> changed = new ArrayList<>();
    RollingUpdate.next(bounds, size("new", current), sizes)
        .forEach(size -> changed.add(size.name() + "=" + size.replicas()));
    assertThat(String.join(" ", changed)).isEqualTo(step);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverBecomesAvailableWhenTheRolloutEndsAndNeverLeavesTheBounds(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 200; run++) {
      int desired = random.nextInt(12);
      int surge = random.nextInt(4);
      int unavailable = Math.min(desired, surge == 0 ? 1 + random.nextInt(3) : random.nextInt(3));
      rollOut(new Bounds(desired, surge, unavailable), random);
    }
  }

  private static void rollOut(Bounds bounds, Random random) {
    Size current = new Size("new", 0, 0);
    Size old = new Size("old", bounds.desired(), bounds.desired());
    for (int step = 0; step < 200; step++) {
      if (random.nextBoolean() && current.available() < current.replicas()) {
        current = new Size("new", current.replicas(), current.available() + 1);
      }
      for (Size size : RollingUpdate.next(bounds, current, List.of(old))) {
        current = size.name().equals("new") ? size : current;
        old = size.name().equals("old") ? size : old;
      }
      assertThat(current.replicas() + old.replicas()).isLessThanOrEqualTo(bounds.most());
      assertThat(current.available() + old.available()).isGreaterThanOrEqualTo(bounds.fewest());
    }
    assertThat(current.available()).isEqualTo(bounds.desired());
    assertThat(old.replicas()).isZero();
  }

  /** Shares are written {@code replicas/most}, the oldest first. */
  @ParameterizedTest(name = "{0}+{1}: {2} -> {3}")
  @CsvSource({
    "15, 3, 5/13 8/13,  'rs1=11 rs0=7'",
    "10, 3, 8/13 5/13,  'rs0=8 rs1=5'",
    "5,  2, 8/13 5/13,  'rs0=4 rs1=3'",
    "0,  0, 8/13 5/13,  'rs0=0 rs1=0'",
    "30, 3, 8/13 5/13,  'rs0=20 rs1=13'",
    "4,  1, 2/3 1/3,    'rs0=3 rs1=2'",
    "4,  1, 1/2 1/2,    'rs1=3 rs0=2'",
    "20, 5, 5/0 5/0,    'rs1=13 rs0=12'",
  })
  void scalingInARolloutIsProportional(int desired, int surge, String shares, String sizes) {
    List<ProportionalScaling.Share> all = new ArrayList<>();
    for (String share : shares.trim().split(" +")) {
      int slash = share.indexOf('/');
      int most = Integer.parseInt(share.substring(slash + 1));
      all.add(
          new ProportionalScaling.Share(
              new Size("rs" + all.size(), Integer.parseInt(share.substring(0, slash)), 0),
              most,
              all.size()));
    }
    List<String> scaled = new ArrayList<>();
    ProportionalScaling.scale(new Bounds(desired, surge, 0), all)
        .forEach(size -> scaled.add(size.name() + "=" + size.replicas()));
    assertThat(String.join(" ", scaled)).isEqualTo(sizes);
  }

  @Test
  void templatesAreTheSameWhateverTheirOrderAndLabel() {
    JsonNode one =
        json(
            "{'metadata':{'labels':{'a':'1','pod-template-hash':'x'}},"
                + "'spec':{'priority':1,'containers':[{'name':'b'},{'name':'c'}]}}");
    JsonNode same =
        json(
            "{'spec':{'containers':[{'name':'b'},{'name':'c'}],'priority':1,'nodeName':null},"
                + "'metadata':{'labels':{'a':'1'},'annotations':{},'creationTimestamp':null}}");
    JsonNode other =
        json(
            "{'metadata':{'labels':{'a':'1'}},"
                + "'spec':{'priority':1,'containers':[{'name':'c'},{'name':'b'}]}}");
    assertThat(Templates.same(one, same)).isTrue();
    assertThat(Templates.hash(one, 0)).isEqualTo(Templates.hash(same, 0)).hasSize(10);
    assertThat(Templates.same(one, other)).isFalse();
    assertThat(Templates.hash(one, 0)).isNotEqualTo(Templates.hash(one, 1));
  }

  @Test
  void templatesWrittenBeforeThereWasANormalFormAreReadAsIfTheyWereInIt() {
    JsonNode normal = json("{'spec':{'containers':[{'name':'c','resources':{}}]}}");
    JsonNode old =
        json(
            "{'metadata':{},'spec':{'hostNetwork':false,'nodeSelector':{},'tolerations':[],"
                + "'nodeName':'','initContainers':[],'containers':[{'name':'c','resources':{},"
                + "'env':[],'tty':false}]}}");
    JsonNode other =
        json("{'spec':{'shareProcessNamespace':false,'containers':[{'name':'c','resources':{}}]}}");
    assertThat(Templates.same(normal, old)).isTrue();
    assertThat(Templates.hash(old, 0)).isEqualTo(Templates.hash(normal, 0));
    assertThat(Templates.same(normal, other)).as("a pointer says something").isFalse();
  }

  private static JsonNode json(String text) {
    return io.shiplog.model.Json.parseObject(text.replace('\'', '"'));
  }

  private static Size size(String name, String text) {
    int slash = text.indexOf('/');
    return new Size(
        name,
        Integer.parseInt(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  private static JsonNode value(String text) {
    if (text == null) {
      return io.shiplog.model.Json.object().path("absent");
    }
    return text.endsWith("%") ? TextNode.valueOf(text) : IntNode.valueOf(Integer.parseInt(text));
  }
}
