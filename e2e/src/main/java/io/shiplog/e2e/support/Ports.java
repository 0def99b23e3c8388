package io.shiplog.e2e.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports on loopback that nobody uses. */
public final class Ports {

  private Ports() {}

  /** So many, all different; free when this returns. */
  public static List<Integer> free(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  /**
   * So many from a first one on, all different, free when this returns. Below the range from which
   * the kernel takes ports for outgoing connections, a port stays free while its owner is away.
   */
  public static List<Integer> from(int first, int count) {
    List<Integer> found = new ArrayList<>();
    for (int port = first; found.size() < count; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        found.add(socket.getLocalPort());
      } catch (IOException e) {
        if (port > first + 1000) {
          throw new UncheckedIOException("no " + count + " free ports from " + first, e);
        }
      }
    }
    return found;
  }
}
