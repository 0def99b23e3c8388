package io.shiplog.agent.probe;

import io.shiplog.agent.decide.GoWords;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says what the network answered in the words that a kubelet, being written in Go, has for it. */
final class NetWords {

  /** The system's words for its errors, around which Java and Netty put some of their own. */
  private static final List<String> ERRORS =
      List.of(
          "connection refused",
          "no route to host",
          "network is unreachable",
          "host is down",
          "connection timed out",
          "permission denied",
          "operation not permitted",
          "invalid argument",
          "cannot assign requested address");

  private NetWords() {}

  /** Why no connection could be made to {@code host:port}. */
  static String dial(String host, String address, Throwable failure) {
    if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
      return "dial tcp: lookup " + host + ": no such host";
    }
    return "dial tcp " + address + ": " + call("connect", failure);
  }

  /** Why nothing more could be read from a connection. */
  static String read(InetSocketAddress from, InetSocketAddress to, Throwable failure) {
    String said = message(failure).toLowerCase(Locale.ROOT);
    if (failure instanceof SSLException) {
      return "remote error: tls: " + said;
    }
    String why = said.contains("reset") ? "connection reset by peer" : said;
    return "read tcp " + address(from) + "->" + address(to) + ": read: " + why;
  }

  /** What is no HTTP at all. */
  static String malformed(byte[] line) {
    return "net/http: HTTP/1.x transport connection broken: malformed HTTP response "
        + GoWords.quote(line);
  }

  private static String call(String name, Throwable failure) {
    String said = message(failure).toLowerCase(Locale.ROOT);
    if (failure instanceof SocketTimeoutException) {
      return "i/o timeout";
    }
    String why = ERRORS.stream().filter(said::contains).findFirst().orElse(said);
    return name + ": " + why;
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? "input/output error" : failure.getMessage();
  }

  private static String address(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }
}
