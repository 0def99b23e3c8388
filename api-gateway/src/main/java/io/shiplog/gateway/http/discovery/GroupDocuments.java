package io.shiplog.gateway.http.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import java.util.Map;
import java.util.Set;

/**
 * The documents that list groups and versions: {@code APIVersions}, {@code APIGroup} and its list.
 */
final class GroupDocuments {

  private GroupDocuments() {}

  static Document coreVersions(String serverAddress) {
    ObjectNode document = Json.object().put("kind", "APIVersions");
    document.putArray("versions").add("v1");
    document
        .putArray("serverAddressByClientCIDRs")
        .addObject()
        .put("clientCIDR", "0.0.0.0/0")
        .put("serverAddress", serverAddress);
    return Document.json(document.toString());
  }

  static Document groupList(Map<String, Set<String>> versionsByGroup) {
    ObjectNode document = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = document.putArray("groups");
    versionsByGroup.forEach((group, versions) -> describe(groups.addObject(), group, versions));
    return Document.json(document.toString());
  }

  static Document group(String group, Set<String> versions) {
    ObjectNode document = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
    describe(document, group, versions);
    return Document.json(document.toString());
  }

  private static void describe(ObjectNode target, String group, Set<String> versions) {
    target.put("name", group);
    ArrayNode list = target.putArray("versions");
    versions.forEach(version -> describe(list.addObject(), group, version));
    describe(target.putObject("preferredVersion"), group, versions.iterator().next());
  }

  private static void describe(ObjectNode target, String group, String version) {
    target.put("groupVersion", group + "/" + version).put("version", version);
  }
}
