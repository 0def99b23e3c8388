package io.shiplog.gateway.readmodel;

import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.select.FieldSelector;
import io.shiplog.model.select.LabelSelector;
import java.util.Optional;

/**
 * Which objects a LIST or WATCH is about.
 *
 * @param type their kind
 * @param namespace their namespace; empty for all, and for cluster-scoped kinds
 * @param labels what their labels must be
 * @param fields what their selectable fields must be
 */
public record Selection(
    ResourceType type, String namespace, LabelSelector labels, FieldSelector fields) {

  /** Every object of a kind in a namespace, or in all where it is empty. */
  public static Selection all(ResourceType type, String namespace) {
    return new Selection(type, namespace, LabelSelector.EVERYTHING, FieldSelector.EVERYTHING);
  }

  /** One object. */
  public static Selection one(ResourceType type, ObjectKey key) {
    return new Selection(
        type,
        key.namespace(),
        LabelSelector.EVERYTHING,
        FieldSelector.parse(type, "metadata.name=" + key.name()));
  }

  /** Whether selectors narrow it, so that the number of matches is not known beforehand. */
  public boolean filtered() {
    return !labels.requirements().isEmpty() || !fields.requirements().isEmpty();
  }

  /** The one name that an object must have, where the selection demands one. */
  Optional<String> name() {
    return fields.exact("metadata.name");
  }

  /** Whether an object of this kind is selected. */
  boolean matches(StoredObject object) {
    return inNamespace(object.key())
        && labels.matches(object.labels())
        && fields.matches(object.fields());
  }

  boolean inNamespace(ObjectKey key) {
    return namespace.isEmpty() || namespace.equals(key.namespace());
  }
}
