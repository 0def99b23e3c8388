package io.shiplog.topics;

import io.shiplog.model.WrittenObject;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The objects that readers of this process hold, each content once. Ledger, read model and services
 * read the same log; whoever brings bytes that another holds already is given the other's object,
 * and with it the tree that was parsed of it.
 *
 * <p>The content is the address: the same bytes are the same object, wherever they were read, and
 * different bytes never are, whatever key and version they claim. What nobody holds any more is
 * forgotten. Thread-safe.
 */
public final class SharedObjects {

  /** Those of this process. */
  public static final SharedObjects OF_THIS_PROCESS = new SharedObjects();

  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<WrittenObject> forgotten = new ReferenceQueue<>();

  private static final class Entry extends WeakReference<WrittenObject> {
    private final Long address;

    Entry(Long address, WrittenObject object, ReferenceQueue<WrittenObject> queue) {
      super(object, queue);
      this.address = address;
    }
  }

  /**
   * The object with this content.
   *
   * @param json as the ledger wrote it; kept, if nobody holds the same
   */
  public WrittenObject of(byte[] json) {
    forget();
    Long address = address(json);
    Entry entry = entries.get(address);
    WrittenObject known = entry == null ? null : entry.get();
    if (known != null && Arrays.equals(known.json(), json)) {
      return known;
    }
    // Should two come at once, or two contents share an address, the last one is found from now on.
    WrittenObject made = new WrittenObject(json);
    entries.put(address, new Entry(address, made, forgotten));
    return made;
  }

  /** How many contents are remembered. */
  int size() {
    forget();
    return entries.size();
  }

  private void forget() {
    Reference<? extends WrittenObject> gone = forgotten.poll();
    while (gone != null) {
      entries.remove(((Entry) gone).address, gone);
      gone = forgotten.poll();
    }
  }

  private static Long address(byte[] json) {
    // Of all checksums the one that is fast from the first moment, not only when it is compiled.
    CRC32C sum = new CRC32C();
    sum.update(json);
    return (long) json.length << Integer.SIZE | sum.getValue();
  }
}
