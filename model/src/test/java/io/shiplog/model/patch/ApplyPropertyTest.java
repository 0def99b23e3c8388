package io.shiplog.model.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every sequence of writes; the seed tells which. */
class ApplyPropertyTest {

  private static final Shape SHAPE = Shape.of(TestSchemas.SOURCE, TestSchemas.DEPLOYMENT);
  private static final String[] NAMES = {"a", "b", "c"};

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void writesByMany(long seed) {
    Random random = new Random(seed);
    ObjectNode live = null;
    for (int step = 0; step < 200; step++) {
      Writer writer =
          new Writer("m" + random.nextInt(3), "", Instant.ofEpochSecond(1_000_000 + step));
      ObjectNode config = config(random);
      ObjectNode given = config.deepCopy();
      ObjectNode before = live == null ? null : live.deepCopy();
      if (random.nextInt(4) == 0) {
        live =
            FieldManagement.recordUpdate(
                TestSchemas.SOURCE, TestSchemas.DEPLOYMENT, live, config, writer);
      } else {
        ObjectNode applied = apply(live, config, writer);
        assertThat(live).isEqualTo(before);
        live = applied;
        Comparison missing = Comparison.of(SHAPE, live, Structured.merge(SHAPE, live, config));
        assertThat(missing.isEmpty())
            .as("seed %s step %s: all of it is there", seed, step)
            .isTrue();
        Writer later = new Writer(writer.manager(), "", writer.time().plusSeconds(1000));
        assertThat(apply(live, config, later))
            .as("seed %s step %s: again changes nothing", seed, step)
            .isEqualTo(live);
      }
      assertThat(config).isEqualTo(given);
      ObjectNode rewritten = live.deepCopy();
      Managers.of(live).orElseThrow().canonical().writeTo(rewritten);
      assertThat(rewritten).isEqualTo(live);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void nonsenseIsRefusedWithAStatus(long seed) {
    Random random = new Random(seed);
    int refused = 0;
    for (int step = 0; step < 2000; step++) {
      ObjectNode live = config(random);
      ObjectNode patch = config(random);
      scramble(patch, random);
      try {
        StrategicMerge.apply(TestSchemas.SOURCE, TestSchemas.DEPLOYMENT, live, patch);
        apply(live, patch, new Writer("m", "", Instant.EPOCH));
      } catch (ApiException e) {
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static ObjectNode apply(ObjectNode live, ObjectNode config, Writer writer) {
    return FieldManagement.apply(
        TestSchemas.SOURCE, TestSchemas.DEPLOYMENT, live, config, writer, true);
  }

  private static ObjectNode config(Random random) {
    ObjectNode config = Json.object().put("apiVersion", "apps/v1").put("kind", "Deployment");
    ObjectNode metadata = config.putObject("metadata").put("name", "web");
    if (random.nextBoolean()) {
      metadata.putObject("labels").put(pick(random), pick(random));
    }
    if (random.nextInt(3) == 0) {
      metadata.putArray("finalizers").add(pick(random));
    }
    ObjectNode spec = config.putObject("spec");
    if (random.nextBoolean()) {
      spec.put("replicas", random.nextInt(3));
    }
    if (random.nextInt(3) == 0) {
      Json.ensure(spec, "strategy", "rollingUpdate").put("maxSurge", random.nextInt(2));
    }
    ObjectNode pod = Json.ensure(spec, "template", "spec");
    if (random.nextInt(3) == 0) {
      pod.putObject("nodeSelector").put(pick(random), pick(random));
    }
    ArrayNode containers = pod.putArray("containers");
    int first = random.nextInt(3);
    for (int i = 0; i < random.nextInt(4); i++) {
      ObjectNode container = containers.addObject().put("name", NAMES[(first + i) % 3]);
      if (random.nextBoolean()) {
        container.put("image", pick(random));
      }
      if (random.nextBoolean()) {
        container.putArray("ports").addObject().put("containerPort", 80 + random.nextInt(2));
      }
      if (random.nextInt(3) == 0) {
        container.putArray("args").add(pick(random));
      }
    }
    return config;
  }

  /** Puts something unfitting into some of the places below a node. */
  private static void scramble(JsonNode node, Random random) {
    if (node instanceof ObjectNode object) {
      for (String field : object.propertyStream().map(java.util.Map.Entry::getKey).toList()) {
        if (random.nextInt(8) == 0) {
          object.set(field, nonsense(random));
        }
      }
      if (random.nextInt(8) == 0) {
        String[] odd = {"$patch", "$retainKeys", "$setElementOrder/containers", "odd"};
        object.set(odd[random.nextInt(odd.length)], nonsense(random));
      }
    } else if (node instanceof ArrayNode list && random.nextInt(4) == 0) {
      list.add(nonsense(random));
    }
    node.forEach(child -> scramble(child, random));
  }

  private static JsonNode nonsense(Random random) {
    String[] all = {
      "null", "7", "\"x\"", "[]", "{}", "[null]", "[[1]]", "{\"a\":null}", "\"delete\""
    };
    return Json.parse(
        all[random.nextInt(all.length)].getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private static String pick(Random random) {
    return NAMES[random.nextInt(NAMES.length)];
  }
}
