package io.shiplog.deployment.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.controller.Work;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.KubeObject.OwnerReference;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.pod.PodState;
import io.shiplog.model.select.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which objects belong to an owner with a selector: those it controls and selects. What it selects
 * and nobody controls is adopted; what it controls and no longer selects is released.
 */
public final class Claims {

  private Claims() {}

  /** The owner's selector; null where it has none or one that cannot be read. */
  public static LabelSelector selector(KubeObject owner) {
    if (!owner.spec().path("selector").isObject() || owner.spec().path("selector").isEmpty()) {
      return null;
    }
    try {
      return LabelSelector.ofJson(owner.spec().path("selector"));
    } catch (IllegalArgumentException e) {
      return null; // Validation lets none through; an owner without a readable selector has
      // nothing.
    }
  }

  /**
   * The objects of a kind that are the owner's, by name. Adoptions and releases are asked for on
   * the way and show later.
   */
  public static List<KubeObject> claim(
      KubeObject owner, LabelSelector selector, ResourceType type, Work work) {
    Map<ObjectKey, KubeObject> mine = new TreeMap<>();
    for (ObjectKey key : List.copyOf(work.table().ownedBy(owner.uid()))) {
      KubeObject object = work.table().get(key).orElseThrow();
      if (!key.resource().equals(type.qualifiedName()) || !controls(owner, object)) {
        continue;
      }
      if (selector.matches(object.labels())) {
        mine.put(key, object);
      } else if (!owner.terminating() && !object.terminating()) {
        work.write(Patches.owners(key, object, without(object, owner.uid()), work.options()));
      }
    }
    if (!owner.terminating()) {
      for (KubeObject object : orphans(owner, selector, type, work)) {
        work.write(
            Patches.owners(
                type.key(object.namespace(), object.name()),
                object,
                with(object, owner),
                work.options()));
      }
    }
    return new ArrayList<>(mine.values());
  }

  /** Whether this owner, not another of its name, controls the object. */
  public static boolean controls(KubeObject owner, KubeObject object) {
    return controllerUid(object).equals(owner.uid());
  }

  private static List<KubeObject> orphans(
      KubeObject owner, LabelSelector selector, ResourceType type, Work work) {
    List<KubeObject> orphans = new ArrayList<>();
    for (ObjectKey key : work.table().uncontrolled(type, owner.namespace())) {
      KubeObject object = work.table().get(key).orElseThrow();
      if (!object.terminating()
          && !PodState.finished(object)
          && selector.matches(object.labels())) {
        orphans.add(object);
      }
    }
    return orphans;
  }

  /** Read from the tree: this is asked of every pod of an owner at every look. */
  private static String controllerUid(KubeObject object) {
    for (JsonNode reference : object.metadata().path("ownerReferences")) {
      if (reference.path("controller").asBoolean(false)) {
        return reference.path("uid").asText("");
      }
    }
    return "";
  }

  private static ArrayNode without(KubeObject object, String uid) {
    ArrayNode left = Json.array();
    object
        .metadata()
        .path("ownerReferences")
        .forEach(
            node -> {
              if (!uid.equals(node.path("uid").asText())) {
                left.add(node.deepCopy());
              }
            });
    return left;
  }

  private static ArrayNode with(KubeObject object, KubeObject owner) {
    ArrayNode all = without(object, owner.uid());
    ObjectNode reference = OwnerReference.controlling(owner).toJson();
    return all.add(reference);
  }
}
