package io.shiplog.topics;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * By what the broker knows its clients: the folder {@code kafka} among the credentials. In it are,
 * for each {@link Principals principal}, its name and password as the settings of a Java client
 * ({@code <name>.properties}) and of librdkafka's, such as kcat ({@code <name>.kcat}), and for the
 * broker the file {@code users} with a salted hash of each password. All are for their owner's eyes
 * alone. A client needs its own file and no other; the broker reads {@code users} whenever somebody
 * connects, so that a name that is added or taken out counts at once.
 *
 * <p>A password is 32 random bytes: nobody guesses one, so one round of SHA-256 guards it as well
 * as a slow hash would, and a connection costs next to nothing.
 */
public final class KafkaCredentials {

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
  private static final int PASSWORD_BYTES = 32;
  private static final int SALT_BYTES = 16;

  /** A file is locked by a process; its threads wait here. */
  private static final Object IN_THIS_PROCESS = new Object();

  private final Path folder;
  private final SecureRandom random = new SecureRandom();

  /**
   * Those of a cluster.
   *
   * @param pki the folder of all its credentials
   */
  public KafkaCredentials(Path pki) {
    this.folder = pki.resolve("kafka");
  }

  /** The broker's file: name, salt and hash on each line. */
  public Path users() {
    return folder.resolve("users");
  }

  /** The settings of a Java client; it need not exist. */
  public Path file(String name) {
    return folder.resolve(name + ".properties");
  }

  /** The settings of librdkafka's clients; it need not exist. */
  public Path kcatFile(String name) {
    return folder.resolve(name + ".kcat");
  }

  /**
   * Makes what is missing for these names, and lets the broker know them. Where somebody has only
   * been given the file of one, nothing else is made.
   *
   * @throws IllegalArgumentException if a name cannot be one
   */
  public void ensure(Collection<String> names) throws IOException {
    names.forEach(KafkaCredentials::check);
    if (!Files.exists(users())
        && !names.contains(Principals.BROKER)
        && names.stream().allMatch(name -> Files.exists(file(name)))) {
      return;
    }
    if (hashes().keySet().containsAll(names)
        && names.stream().allMatch(name -> Files.exists(file(name)))) {
      return;
    }
    PrivateFiles.folder(folder);
    synchronized (IN_THIS_PROCESS) {
      try (FileChannel file =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        file.lock();
        Map<String, String> hashes = hashes();
        for (String name : names) {
          add(name, hashes);
        }
        StringBuilder lines = new StringBuilder();
        hashes.forEach((name, hash) -> lines.append(name).append(' ').append(hash).append('\n'));
        PrivateFiles.write(users(), lines.toString().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' cannot be the name of a client: small letters, digits, dots and dashes,"
              + " a letter or a digit first and last");
    }
  }

  private void add(String name, Map<String, String> hashes) throws IOException {
    boolean kept = Files.exists(file(name));
    if (kept && hashes.containsKey(name)) {
      return;
    }
    String password = kept ? password(name) : hex(PASSWORD_BYTES);
    if (!kept) {
      PrivateFiles.write(kcatFile(name), kcat(name, password).getBytes(StandardCharsets.US_ASCII));
      PrivateFiles.write(file(name), java(name, password).getBytes(StandardCharsets.US_ASCII));
    }
    String salt = hex(SALT_BYTES);
    hashes.put(name, salt + " " + hash(salt, password));
  }

  private String hex(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String java(String name, String password) {
    return """
        security.protocol=SASL_PLAINTEXT
        sasl.mechanism=PLAIN
        sasl.jaas.config=%s
        """
        .formatted(jaas(name, password));
  }

  private static String kcat(String name, String password) {
    return """
        security.protocol=sasl_plaintext
        sasl.mechanism=PLAIN
        sasl.username=%s
        sasl.password=%s
        """
        .formatted(name, password);
  }

  private static String jaas(String name, String password) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(name, password);
  }

  /** What to set {@code sasl.jaas.config} to, for a client or for a broker's own connections. */
  public String jaas(String name) {
    return properties(name).get("sasl.jaas.config");
  }

  private String password(String name) {
    String jaas = jaas(name);
    int start = jaas.indexOf("password=\"") + "password=\"".length();
    return jaas.substring(start, jaas.indexOf('"', start));
  }

  /**
   * The settings by which a client shows that it bears this name.
   *
   * @throws IllegalStateException if there are none, saying how to get them
   */
  public Map<String, String> client(String name) {
    return properties(name);
  }

  private Map<String, String> properties(String name) {
    Path file = file(name);
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "there is no credential "
              + file
              + ": make it where the brokers' credentials are (shiplog credential "
              + name
              + ") and bring it here, or say by SHIPLOG_KAFKA_SECURITY_PROTOCOL how this Kafka is"
              + " reached");
    }
    try {
      Properties read = new Properties();
      read.load(new StringReader(Files.readString(file)));
      Map<String, String> all = new HashMap<>();
      read.stringPropertyNames().forEach(key -> all.put(key, read.getProperty(key)));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("the credential " + file + " cannot be read", e);
    }
  }

  /** Whether somebody who shows this password bears this name. */
  public boolean proven(String name, char[] password) {
    try {
      String known = hashes().get(name);
      if (known == null) {
        return false;
      }
      int space = known.indexOf(' ');
      String shown = hash(known.substring(0, space), new String(password));
      return MessageDigest.isEqual(
          shown.getBytes(StandardCharsets.US_ASCII),
          known.substring(space + 1).getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's users cannot be read: " + users(), e);
    }
  }

  /** By name, in the order of the file: salt and hash. */
  private Map<String, String> hashes() throws IOException {
    Map<String, String> hashes = new LinkedHashMap<>();
    if (Files.exists(users())) {
      for (String line : Files.readAllLines(users(), StandardCharsets.US_ASCII)) {
        List<String> words = Arrays.asList(line.split(" "));
        if (words.size() == 3) {
          hashes.put(words.get(0), words.get(1) + " " + words.get(2));
        }
      }
    }
    return hashes;
  }

  private static String hash(String salt, String password) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(HexFormat.of().parseHex(salt));
      return HexFormat.of().formatHex(digest.digest(password.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
