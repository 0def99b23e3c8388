package io.shiplog.ledger.decide.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nothing that a pod or a Service can say is accepted and ignored without a word. */
class UnservedFieldsTest {

  private final Schemas schemas = Schemas.builtin();

  @Test
  void theTableSaysOfEachFieldOfTheSchemaWhatBecomesOfIt() {
    Set<String> fields = fields();
    assertThat(fields.stream().filter(field -> !UnservedFields.knows(field)))
        .as("fields of the schema that UnservedFields does not know")
        .isEmpty();
    assertThat(UnservedFields.rows()).as("rows that no field has").isSubsetOf(fields);
  }

  @Test
  void theReadmeNamesWhatNobodyActsOn() throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String missing = readme.substring(readme.indexOf("Not there yet:"));
    for (String field : UnservedFields.unserved()) {
      assertThat(missing).contains("`" + field.substring(field.indexOf('.') + 1) + "`");
    }
  }

  private Set<String> fields() {
    Set<String> fields = new TreeSet<>();
    Deque<String> types = new ArrayDeque<>(List.of("PodSpec", "ServiceSpec"));
    Set<String> seen = new TreeSet<>(types);
    while (!types.isEmpty()) {
      String type = types.remove();
      Schema schema = schemas.definition(UnservedFields.PACKAGE + type).orElseThrow();
      schema
          .properties()
          .forEach(
              (name, field) -> {
                fields.add(type + "." + name);
                String of = (field.items() == null ? field : field.items()).reference();
                if (of.startsWith(UnservedFields.PACKAGE)
                    && !name.equals("ephemeralContainers")
                    && !UnservedFields.ends(type + "." + name)
                    && seen.add(of.substring(UnservedFields.PACKAGE.length()))) {
                  types.add(of.substring(UnservedFields.PACKAGE.length()));
                }
              });
    }
    return fields;
  }
}
