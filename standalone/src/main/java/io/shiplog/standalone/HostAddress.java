package io.shiplog.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Comparator;
import java.util.List;

/** The addresses by which others reach this host. */
final class HostAddress {

  private HostAddress() {}

  /** Every IPv4 address that is neither link-local nor loopback, by interface index. */
  static List<String> all() {
    try {
      return NetworkInterface.networkInterfaces()
          .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> address.getAddress().length == 4)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("this host's addresses cannot be listed", e);
    }
  }

  /** The first of them, or loopback on a host that has none. */
  static String first() {
    return all().stream().findFirst().orElse("127.0.0.1");
  }
}
