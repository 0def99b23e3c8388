package io.shiplog.manifests;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * YAML as Kubernetes reads and writes it. The source of the rules is sigs.k8s.io/yaml, with which
 * kube-apiserver and kubectl turn YAML into JSON: YAML 1.1, but for base 60 and timestamps, which
 * are texts.
 */
public final class Yaml {

  private Yaml() {}

  /**
   * Reads the first document of a text; what follows it is not looked at, as in kube-apiserver.
   * JSON is YAML too.
   *
   * @throws YamlException if it cannot be read, in kube-apiserver's words
   */
  public static YamlDocument read(byte[] text) {
    return new YamlReader(YamlText.decode(text)).next().orElseGet(YamlReader::nothing);
  }

  /**
   * What the first document says; a null node where it says nothing.
   *
   * @throws YamlException if it cannot be read
   */
  public static JsonNode parse(byte[] text) {
    return read(text).tree();
  }

  /** A tree as YAML that any reader, of YAML 1.1 or 1.2, takes for the same tree. */
  public static byte[] bytes(JsonNode tree) {
    return YamlWriter.bytes(tree);
  }
}
