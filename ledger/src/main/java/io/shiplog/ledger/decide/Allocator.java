package io.shiplog.ledger.decide;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.shiplog.model.Json;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.error.FieldError;
import io.shiplog.model.error.Status;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds free addresses of 10.96.0.0/16 and free node ports. Where the search begins follows from
 * the object's key, so that an object made again tends to get its old address, and nothing is
 * random. The first 256 addresses are left to those who ask for one: 10.96.0.1 is the API's and
 * 10.96.0.10 the DNS server's.
 */
final class Allocator {

  static final int FIRST_PORT = 30000;
  static final int LAST_PORT = 32767;
  private static final int ADDRESSES = 1 << 16;
  private static final int LEFT_TO_ASK_FOR = 256;
  private static final Pattern IN_RANGE =
      Pattern.compile("10\\.96\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})");

  private final Request request;
  private final ObjectKey key;

  Allocator(Request request, ObjectKey key) {
    this.request = request;
    this.key = key;
  }

  /** An address nobody holds. */
  String freeAddress() {
    int size = ADDRESSES - LEFT_TO_ASK_FOR - 1;
    int start = Math.floorMod(key.toString().hashCode(), size);
    for (int i = 0; i < size; i++) {
      int number = LEFT_TO_ASK_FOR + (start + i) % size;
      String address = "10.96." + (number >> 8) + "." + (number & 255);
      if (request.state().holder(Claims.clusterIp(address)).isEmpty()) {
        return address;
      }
    }
    throw Request.refuse(Status.internal("failed to allocate a serviceIP: range is full"));
  }

  /**
   * Checks an address that the author chose.
   *
   * @throws ApiException Invalid if it is out of range or another Service has it
   */
  void checkAddress(String address) {
    if (isTaken(Claims.clusterIp(address))) {
      throw refuseAddress(address, "provided IP is already allocated");
    }
    if (!isInRange(address)) {
      throw refuseAddress(
          address,
          "the provided IP ("
              + address
              + ") is not in the valid range. The range of valid IPs is 10.96.0.0/16");
    }
  }

  private static boolean isInRange(String address) {
    var matcher = IN_RANGE.matcher(address);
    if (!matcher.matches()) {
      return false;
    }
    int high = Integer.parseInt(matcher.group(1));
    int low = Integer.parseInt(matcher.group(2));
    int number = (high << 8) + low;
    return high < 256 && low < 256 && number > 0 && number < ADDRESSES - 1;
  }

  private ApiException refuseAddress(String address, String why) {
    ArrayNode value = Json.array().add(address);
    return invalid(
        FieldError.invalid(
            "spec.clusterIPs", value, "failed to allocate IP " + address + ": " + why));
  }

  /**
   * A node port nobody holds.
   *
   * @param what tells the ports of one Service apart
   * @param own ports the Service has already
   */
  int freePort(String what, Set<Integer> own) {
    int size = LAST_PORT - FIRST_PORT + 1;
    int start = Math.floorMod((key + what).hashCode(), size);
    for (int i = 0; i < size; i++) {
      int port = FIRST_PORT + (start + i) % size;
      if (!own.contains(port) && request.state().holder(Claims.nodePort(port)).isEmpty()) {
        return port;
      }
    }
    throw Request.refuse(Status.internal("failed to allocate a nodePort: range is full"));
  }

  /**
   * Checks a node port that the author chose.
   *
   * @throws ApiException Invalid if it is out of range or another Service has it
   */
  void check(String field, int port) {
    if (port < FIRST_PORT || port > LAST_PORT) {
      throw invalid(
          FieldError.invalid(
              field,
              port,
              "provided port is not in the valid range. The range of valid ports is "
                  + FIRST_PORT
                  + "-"
                  + LAST_PORT));
    }
    if (isTaken(Claims.nodePort(port))) {
      throw invalid(FieldError.invalid(field, port, "provided port is already allocated"));
    }
  }

  private boolean isTaken(String claim) {
    Optional<ObjectKey> holder = request.state().holder(claim);
    return holder.isPresent() && !holder.get().equals(key);
  }

  private ApiException invalid(FieldError error) {
    return Request.refuse(Status.invalid(request.type(), key.name(), List.of(error)));
  }
}
