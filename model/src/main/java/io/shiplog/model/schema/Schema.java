package io.shiplog.model.schema;

import java.util.List;
import java.util.Map;

/**
 * What one field, or one kind, may hold: the part of Kubernetes' OpenAPI that rules need.
 *
 * @param type what the value is
 * @param format OpenAPI format such as {@code int32}, {@code date-time}; empty where there is none
 * @param reference the definition an {@link Type#OBJECT} field refers to, such as {@code
 *     io.k8s.api.core.v1.PodSpec}; empty for a definition itself and for plain values
 * @param description for people
 * @param properties the fields of an object, in their order; empty for a map
 * @param values what the values of a map are; null where the object is not a map
 * @param items what the entries of a list are; null for anything else
 * @param required names of required properties
 * @param list how lists merge in server-side apply
 * @param mergeKeys the keys that identify an entry of a {@link ListKind#MAP} list
 * @param atomicMap whether an object or map is one value to server-side apply
 * @param patchMergeKey the key by which a strategic merge patch merges this list; empty where the
 *     list is replaced, {@link #PRIMITIVE} where its plain values merge as a set
 * @param retainKeys whether a strategic merge patch understands {@code $retainKeys} here
 * @param presence whether the field is written when it is empty
 * @param always names of the properties that are {@link Presence#ALWAYS} written
 */
public record Schema(
    Type type,
    String format,
    String reference,
    String description,
    Map<String, Schema> properties,
    Schema values,
    Schema items,
    List<String> required,
    ListKind list,
    List<String> mergeKeys,
    boolean atomicMap,
    String patchMergeKey,
    boolean retainKeys,
    Presence presence,
    List<String> always) {

  /** The {@link #patchMergeKey} of a list of plain values that merges. */
  public static final String PRIMITIVE = "*";

  /** What a value is. */
  public enum Type {
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** A quantity-like or port-like value: a string or an integer. */
    INT_OR_STRING,
    /** Any JSON. */
    ANY
  }

  /** What becomes of a field that is empty: false, zero, or without any content. */
  public enum Presence {
    /** It stays as it was written. Nobody knows better where a kind has no types in Go. */
    AS_WRITTEN,
    /** It vanishes. */
    OMITTED,
    /** It is written, and where it is absent as well. */
    ALWAYS
  }

  /** How server-side apply owns a list. */
  public enum ListKind {
    ATOMIC,
    SET,
    MAP
  }
}
