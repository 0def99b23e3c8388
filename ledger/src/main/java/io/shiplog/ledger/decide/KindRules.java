package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import io.shiplog.model.error.FieldError;
import java.util.List;
import java.util.Optional;

/**
 * What is particular to a kind: its defaults, what a writer may not set, and what is valid, the
 * metadata that all kinds share included. To allocate (names, uids, addresses, times) is the
 * ledger's business. Every method is pure; those that take an {@link ObjectNode} change only that
 * tree. Source: kube-apiserver's {@code defaults.go}, {@code strategy.go} and {@code validation.go}
 * of the kind.
 */
public interface KindRules {

  /** Fills in the fields that the API gives a value when the writer gave none. */
  void setDefaults(ObjectNode object);

  /**
   * Drops what a creator may not set (status) and sets what creation starts with. The object has
   * its defaults.
   */
  void prepareForCreate(ObjectNode object);

  /**
   * Why an object may not be made though its fields may be right: what kube-apiserver leaves to
   * admission. The object is prepared, not validated.
   */
  default Optional<String> inadmissible(ObjectNode object) {
    return Optional.empty();
  }

  /**
   * Restores what an update of the main resource may not change (status). The update has its
   * defaults.
   */
  void prepareForUpdate(ObjectNode updated, KubeObject current);

  /** Restores what an update of the status subresource may not change (all but status). */
  void prepareForStatusUpdate(ObjectNode updated, KubeObject current);

  /**
   * Everything wrong with a new object, its metadata included, after defaulting and after a {@code
   * generateName} became a name; empty when it is valid.
   */
  List<FieldError> validateCreate(KubeObject object);

  /** Everything wrong with an update, immutable fields included. */
  List<FieldError> validateUpdate(KubeObject updated, KubeObject current);

  /** Everything wrong with a status update. */
  List<FieldError> validateStatusUpdate(KubeObject updated, KubeObject current);

  /**
   * What its writer should know of an object though it is valid, as sentences that clients show:
   * what may be a mistake, and what nobody acts on.
   *
   * @param object as it will be stored
   * @param before as it was; null where it is new
   */
  default List<String> warnings(KubeObject object, KubeObject before) {
    return List.of();
  }

  /** Whether a change of spec raises {@code metadata.generation}. */
  boolean tracksGeneration();
}
