package io.shiplog.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                                 | ''
          # only a comment                                                   | ''
          ---$---$# c$--- # said beside it$kind: A$...$---                   | A@5
          kind: A$---$kind: B$metadata: {name: b}                            | A@1 B@3
          kind: A~$x: >~$  one~$---~$kind: B~$                               | A@1 B@5
          kind: List$items: [{kind: A}, {kind: List, items: [{kind: B}]}]    | A@1 B@1
          kind: PodList$apiVersion: v1$items: [{metadata: {name: a}}]        | Pod@1
          kind: PodList$apiVersion: v1$items: []                             | ''
          kind: PodList$apiVersion: v1                                       | PodList@1
          {"kind":"A"}$ {"kind":"B",$^"x":"\\ud83d\\ude00 \\/"}              | A@1 B@3
          {kind: A}$---$kind: B                                              | A@1 B@3
          """)
  void objectsAreFoundAsKubectlFindsThem(String text, String kinds) {
    assertThat(read(text).objects())
        .extracting(manifest -> manifest.object().kind() + "@" + manifest.line())
        .containsExactlyElementsOf(kinds.isEmpty() ? List.of() : List.of(kinds.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kind: A$---$data:$^a: b  | document 2, line 4: found character that cannot start any token
          kind: A$---$x: *y        | document 2, line 3: unknown anchor 'y' referenced
          kind: A$---$words        | document 2, line 3: a manifest must be an object
          - kind: A                | document 1, line 1: a manifest must be an object
          {"kind": "A"} x          | document 2, line 1: did not find expected <document start>
          kind: A$x: [             | document 1, line 2: did not find expected node content
          x: 1$y: .nan             | document 1, line 2: json: unsupported value: NaN
          kind: L0List$items: [5]  | document 1, line 1: an item of the L0List is no object
          """)
  void whatCannotBeReadIsNamedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ManifestException.class).hasMessage(message);
  }

  @Test
  void keysThatAreSetTwiceAreTold() {
    Manifests.Found found = read("kind: A$---$kind: B$metadata:$  name: a$  name: b$");
    assertThat(found.duplicates())
        .containsExactly("document 2, line 6: key \"name\" already set in map");
    assertThat(found.objects().getLast().object().name()).isEqualTo("b");
  }

  private static Manifests.Found read(String text) {
    String lines = text.replace('$', '\n').replace('~', '\r').replace('^', '\t');
    return Manifests.read(lines.getBytes(StandardCharsets.UTF_8));
  }
}
