package io.shiplog.launcher;

import io.shiplog.topics.KafkaCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code shiplog credential}: by what a client of the broker shows who it is. */
@Command(
    name = "credential",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the credential of a client of the broker, unless it is there, and says where it is.",
      "producer.NAME may write to specs, reader.NAME may read what the ledger wrote,",
      "node.NAME is the agent of that node. The broker knows it at once."
    })
final class CredentialCommand implements Callable<Integer> {

  private static final List<String> KINDS = List.of("producer", "reader", "node");

  @Parameters(paramLabel = "KIND.NAME", description = "such as producer.ci")
  private String name;

  @Override
  public Integer call() throws IOException {
    if (KINDS.stream().noneMatch(kind -> name.startsWith(kind + "."))) {
      throw new LaunchException(
          "'" + name + "' is no client's name: one begins with producer., reader. or node.");
    }
    String folder = System.getenv("SHIPLOG_PKI");
    Path pki = folder == null ? Home.fromEnvironment().directory().resolve("pki") : Path.of(folder);
    KafkaCredentials credentials = new KafkaCredentials(pki);
    if (!Files.exists(credentials.users())) {
      throw new LaunchException(
          "the brokers' credentials are not in "
              + pki
              + ": start the cluster first, or say by"
              + " SHIPLOG_PKI where they are");
    }
    try {
      credentials.ensure(List.of(name));
    } catch (IllegalArgumentException e) {
      throw new LaunchException(e.getMessage());
    }
    System.out.println(credentials.file(name) + "  for Java clients");
    System.out.println(credentials.kcatFile(name) + "  for kcat -F and librdkafka");
    return 0;
  }
}
