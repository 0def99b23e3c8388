package io.shiplog.model.patch;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import io.shiplog.model.Nesting;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.Status;

/**
 * What the operations of one JSON patch may cost together: forty copies of a few bytes, each of all
 * that is there so far, make a terabyte. Source of the limit of copies: kube-apiserver's {@code
 * JSONPatchMaxCopyBytes}.
 */
final class PatchBudget {

  /** The most bytes, as JSON, that the copy operations of a patch may add: 3 MiB. */
  static final long MAX_COPIED_BYTES = 3 << 20;

  /** The most values that may be looked at for tests, and for how deep what is placed nests. */
  private static final long MAX_VALUES = 20_000_000;

  private long copied;
  private long looked;

  /** Accounts for a copy of this value; 413 where it is too much. */
  void copy(JsonNode value) {
    copied += Json.bytes(value).length;
    if (copied > MAX_COPIED_BYTES) {
      throw new ApiException(
          Status.tooLarge(
              "Unable to complete the copy, the accumulated size increase of copy is "
                  + copied
                  + ", exceeding the limit "
                  + MAX_COPIED_BYTES));
    }
  }

  /** Accounts for a comparison with this value; 413 where it is too much. */
  void compare(JsonNode value) {
    look(value, Nesting.MAX);
  }

  /** Sees that a value does not nest too deep where it is put; 422 where it does. */
  void place(int levels, JsonNode value) {
    look(value, Nesting.MAX - levels);
  }

  private void look(JsonNode value, int levels) {
    if (++looked > MAX_VALUES) {
      throw new ApiException(
          Status.tooLarge("The operations of the JSON patch look at more values than allowed"));
    }
    if (value.isContainerNode() && levels <= 0) {
      throw PatchErrors.unprocessable("what the patch makes" + Nesting.EXCEEDED);
    }
    for (JsonNode child : value) {
      look(child, levels - 1);
    }
  }
}
