package io.shiplog.ledger.decide.kinds;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The forms of network addresses, read as text: nothing is looked up. */
final class Addresses {

  private static final String NO_IP =
      "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
  private static final String NO_CIDR =
      "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;

  private Addresses() {}

  /** What is wrong with a text that should be an IPv4 or IPv6 address. */
  static List<String> ip(String text) {
    return isV4(text) || isV6(text) ? List.of() : List.of(NO_IP);
  }

  /** What is wrong with a text that should be an address and the length of its prefix. */
  static List<String> cidr(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? "" : text.substring(0, slash);
    int most = isV4(address) ? 32 : isV6(address) ? 128 : -1;
    String bits = text.substring(slash + 1);
    boolean right = most > 0 && bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= most;
    return right ? List.of() : List.of(NO_CIDR);
  }

  /** What is wrong with an address of an EndpointSlice of that type. */
  static List<String> ofType(String addressType, String text) {
    return switch (addressType) {
      case "IPv4", "IPv6" -> endpointIp(text);
      case "FQDN" -> Formats.dnsSubdomain(text);
      default -> List.of();
    };
  }

  /** What is wrong with an address that traffic is to be sent to. */
  static List<String> endpointIp(String text) {
    if (!ip(text).isEmpty()) {
      return ip(text);
    }
    if (text.equals("0.0.0.0") || text.equals("::")) {
      return List.of("may not be unspecified (" + text + ")");
    }
    if (text.startsWith("127.") || text.equals("::1")) {
      return List.of("may not be in the loopback range (127.0.0.0/8, ::1/128)");
    }
    if (text.startsWith("169.254.") || text.toLowerCase(Locale.ROOT).startsWith("fe80:")) {
      return List.of("may not be in the link-local range (169.254.0.0/16, fe80::/10)");
    }
    return List.of();
  }

  static boolean isV4(String text) {
    return V4.matcher(text).matches();
  }

  /** Whether the text is an IPv6 address: eight groups, or fewer with one {@code ::}. */
  static boolean isV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == GROUPS;
    }
    String tail = text.substring(gap + 2);
    if (tail.contains("::")) {
      return false;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap));
    int after = tail.isEmpty() ? 0 : groups(tail);
    return before >= 0 && after >= 0 && before + after < GROUPS;
  }

  /** How many groups there are, an IPv4 address at the end counting as two; -1 if it is none. */
  private static int groups(String text) {
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].contains(".")) {
        if (!isV4(parts[i])) {
          return -1;
        }
        count += 2;
      } else if (GROUP.matcher(parts[i]).matches()) {
        count++;
      } else {
        return -1;
      }
    }
    return count;
  }
}
