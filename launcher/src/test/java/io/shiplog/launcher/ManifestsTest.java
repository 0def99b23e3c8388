package io.shiplog.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {

  @TempDir private Path folder;

  @Test
  void aFolderIsItsManifestsInTheOrderOfTheirNames() throws IOException {
    write("b.yml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: b}}");
    write(
        "a.yaml",
        "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Namespace, metadata: {name: a}}]}");
    write(
        "c.json",
        "{\"apiVersion\":\"apps/v1\",\"kind\":\"DeploymentList\",\"items\":[{\"metadata\":{\"name\":\"c\"}}]}");
    write("README.md", "no: [manifest");
    Files.createDirectories(folder.resolve("d.yaml"));
    assertThat(Manifests.read(List.of(folder), said -> {}))
        .extracting(Manifests.Manifest::label)
        .containsExactly("namespace/a", "configmap/b", "deployment.apps/c");
  }

  @Test
  void aFolderWithoutManifestsIsSaidToBeOne() {
    assertThatThrownBy(() -> Manifests.read(List.of(folder), said -> {}))
        .isInstanceOf(LaunchException.class)
        .hasMessageContaining("holds no file that ends in .yaml, .yml or .json");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data:$^a: b | f.yaml: document 1, line 2: found character that cannot start any token
          {apiVersion: v1, kind: ConfigMap, metadata: {generateName: gen-}} | f.yaml: document 1, line 1: from gen-: cannot use generate name with apply
          {apiVersion: v1, kind: ConfigMap} | f.yaml: document 1, line 1: metadata.name: Required value
          ---$---${apiVersion: apps/v1, kind: Widget, metadata: {name: w}} | f.yaml: document 2, line 3: no matches for kind "Widget" in version "apps/v1"
          """)
  void whatCannotBeAppliedIsNamedWithFileDocumentAndLine(String text, String message)
      throws IOException {
    Path file = write("f.yaml", text.replace('$', '\n').replace('^', '\t'));
    assertThatThrownBy(() -> Manifests.read(List.of(file), said -> {}))
        .isInstanceOf(LaunchException.class)
        .hasMessageStartingWith(folder + "/" + message);
  }

  @Test
  void ofKeysThatAreSetTwiceTheLastCountsAndPeopleAreTold() throws IOException {
    Path file =
        write("f.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n");
    List<String> warnings = new ArrayList<>();
    assertThat(Manifests.read(List.of(file), warnings::add).getFirst().object().name())
        .isEqualTo("b");
    assertThat(warnings)
        .containsExactly(file + ": document 1, line 5: key \"name\" already set in map");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
