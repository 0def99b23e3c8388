package io.shiplog.ledger.decide.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ResourceType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The tables under {@code rules/}: one file per kind. The first block of a file is a manifest that
 * is accepted. Each further block is a change to it (YAML, merged in, null removes), after {@code
 * update} or {@code status} where it is not a create; the lines with {@code =>} are all that its
 * writer is told, where … stands for the rest of a line. No such line: it is accepted.
 */
class RulesTableTest {

  @Test
  void everyKindHasATable() {
    assertThat(Catalogue.ALL.stream().map(ResourceType::plural))
        .containsExactlyInAnyOrderElementsOf(new TreeSet<>(TABLES));
  }

  private static final List<String> TABLES =
      List.of(
          "configmaps",
          "deployments",
          "endpoints",
          "endpointslices",
          "events",
          "leases",
          "namespaces",
          "nodes",
          "pods",
          "replicasets",
          "secrets",
          "serviceaccounts",
          "services");

  @TestFactory
  Stream<DynamicTest> tables() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String table : TABLES) {
      List<String> blocks = List.of(read(table).split("(?m)^---\\n"));
      ObjectNode base = Manifests.object(blocks.getFirst());
      tests.add(
          DynamicTest.dynamicTest(
              table + ": the manifest itself",
              () -> assertThat(Manifests.createErrors(base)).isEmpty()));
      for (String block : blocks.subList(1, blocks.size())) {
        Row row = Row.of(block);
        tests.add(DynamicTest.dynamicTest(table + ": " + row.title(), () -> row.check(base)));
      }
    }
    return tests.stream();
  }

  static String read(String table) throws IOException {
    try (InputStream in = RulesTableTest.class.getResourceAsStream("/rules/" + table + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** One block of a table. */
  private record Row(String operation, String change, List<String> told) {

    static Row of(String block) {
      String operation = "create";
      StringBuilder change = new StringBuilder();
      List<String> told = new ArrayList<>();
      for (String line : block.split("\n")) {
        if (line.equals("update") || line.equals("status")) {
          operation = line;
        } else if (line.startsWith("=> ")) {
          told.add(line.substring(3));
        } else {
          change.append(line).append('\n');
        }
      }
      return new Row(operation, change.toString(), told);
    }

    String title() {
      return operation + " " + change.strip();
    }

    void check(ObjectNode base) {
      List<String> errors = errors(base);
      assertThat(errors).as("%s", errors).hasSameSizeAs(told);
      for (int i = 0; i < told.size(); i++) {
        String expected = told.get(i);
        if (expected.endsWith("…")) {
          assertThat(errors.get(i)).startsWith(expected.substring(0, expected.length() - 1));
        } else {
          assertThat(errors.get(i).replace("\n", "\\n")).isEqualTo(expected);
        }
      }
    }

    private List<String> errors(ObjectNode base) {
      if (operation.equals("create")) {
        return Manifests.createErrors(Manifests.changed(base, change));
      }
      KubeObject current = Manifests.created(base);
      ObjectNode updated = Manifests.changed(current.json(), change);
      return operation.equals("update")
          ? Manifests.updateErrors(current, updated)
          : Manifests.statusErrors(current, updated);
    }
  }
}
