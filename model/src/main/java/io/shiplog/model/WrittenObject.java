package io.shiplog.model;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;

/**
 * One state of an object as the ledger wrote it: its JSON, which every holder shares, and its tree,
 * which all who look at it at the same time share as well. Thread-safe.
 */
public final class WrittenObject {

  private static final Reference<KubeObject> NONE = new WeakReference<>(null);

  private final byte[] json;
  private Reference<KubeObject> tree = NONE;

  /**
   * A state of an object.
   *
   * @param json what {@link Json#bytes} made of it; kept, not copied, and not to be changed
   */
  public WrittenObject(byte[] json) {
    this.json = json;
  }

  /** The whole object as JSON; not to be changed. */
  public byte[] json() {
    return json;
  }

  /**
   * The whole object, parsed anew.
   *
   * @throws IllegalArgumentException if the bytes are anything but a JSON object
   */
  public KubeObject whole() {
    return new KubeObject(Json.parseWritten(json));
  }

  /**
   * The object without managedFields. It is parsed once for all who ask while one of them holds on
   * to it; nobody keeps a tree for those who do not.
   *
   * @throws IllegalArgumentException if the bytes are anything but a JSON object
   */
  public synchronized KubeObject unmanaged() {
    KubeObject known = tree.get();
    if (known == null) {
      known = ManagedFields.parseWithout(json);
      tree = new WeakReference<>(known);
    }
    return known;
  }
}
