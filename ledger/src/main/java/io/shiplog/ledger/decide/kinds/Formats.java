package io.shiplog.ledger.decide.kinds;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The forms that names and keys must have. Each method returns what is wrong with a text, in
 * kube-apiserver's words; nothing when it is right. Source: RFC 1123, RFC 1035 and the Kubernetes
 * documentation, "Object Names and IDs" and "Labels and Selectors".
 */
final class Formats {

  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String SUBDOMAIN = LABEL + "(\\." + LABEL + ")*";
  private static final String QUALIFIED = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String LABEL_VALUE = "(" + QUALIFIED + ")?";
  private static final String CONFIG_KEY = "[-._a-zA-Z0-9]+";

  /** What a length is counted in, as messages say; the two are the same where the form is right. */
  private static final String CHARACTERS = "characters";

  private static final String BYTES = "bytes";

  private static final Form DNS_LABEL =
      new Form(
          Syntax::label,
          63,
          CHARACTERS,
          "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-',"
              + " and must start and end with an alphanumeric character (e.g. 'my-name',  or"
              + " '123-abc', regex used for validation is '"
              + LABEL
              + "')");
  private static final Form DNS_SUBDOMAIN =
      new Form(
          Syntax::subdomain,
          253,
          CHARACTERS,
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-'"
              + " or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SUBDOMAIN
              + "')");
  private static final String SEARCH_PART = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final Pattern SEARCH =
      Pattern.compile(SEARCH_PART + "(\\._?" + SEARCH_PART.substring(2) + ")*");
  private static final Form SEARCH_DOMAIN =
      new Form(
          text -> SEARCH.matcher(text).matches(),
          253,
          CHARACTERS,
          "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_',"
              + " '-' or '.', and must start and end with an alphanumeric character (e.g."
              + " 'example.com', regex used for validation is '"
              + SEARCH.pattern()
              + "')");
  private static final String QUALIFIED_MESSAGE =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '"
          + QUALIFIED
          + "')";
  private static final Form QUALIFIED_NAME =
      new Form(Syntax::qualified, 63, BYTES, QUALIFIED_MESSAGE);
  private static final Form LABEL_VALUE_FORM =
      new Form(
          Syntax::labelValue,
          63,
          BYTES,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_'"
              + " or '.', and must start and end with an alphanumeric character (e.g. 'MyValue', "
              + " or 'my_value',  or '12345', regex used for validation is '"
              + LABEL_VALUE
              + "')");
  private static final Form CONFIG_KEY_FORM =
      new Form(
          Syntax::configKey,
          253,
          CHARACTERS,
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g."
              + " 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '"
              + CONFIG_KEY
              + "')");

  private Formats() {}

  /** A label; what would be right as a subdomain is told that it has dots. */
  static List<String> dnsLabel(String text) {
    boolean dots = text.contains(".") && Syntax.subdomain(text);
    return dots ? List.of("must not contain dots") : DNS_LABEL.check(text);
  }

  static List<String> dnsSubdomain(String text) {
    return DNS_SUBDOMAIN.check(text);
  }

  /** A domain in which a resolver searches: a subdomain that may have underscores. */
  static List<String> searchDomain(String text) {
    return SEARCH_DOMAIN.check(text);
  }

  static List<String> labelValue(String text) {
    return LABEL_VALUE_FORM.check(text);
  }

  /** A name that may become part of a URL. */
  static List<String> pathSegment(String text) {
    if (text.equals(".") || text.equals("..")) {
      return List.of("may not be '" + text + "'");
    }
    List<String> wrong = new ArrayList<>();
    for (String illegal : List.of("/", "%")) {
      if (text.contains(illegal)) {
        wrong.add("may not contain '" + illegal + "'");
      }
    }
    return wrong;
  }

  /** A label key, an annotation key, a finalizer: {@code name} or {@code example.com/name}. */
  static List<String> qualifiedName(String text) {
    int slash = text.indexOf('/');
    if (slash >= 0 && text.indexOf('/', slash + 1) >= 0) {
      return List.of(
          "a valid label key "
              + QUALIFIED_MESSAGE
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    List<String> wrong = new ArrayList<>();
    if (slash == 0) {
      wrong.add("prefix part must be non-empty");
    } else if (slash > 0) {
      dnsSubdomain(text.substring(0, slash))
          .forEach(message -> wrong.add("prefix part " + message));
    }
    String name = text.substring(slash + 1);
    if (name.isEmpty()) {
      wrong.add("name part must be non-empty");
    }
    QUALIFIED_NAME.check(name).forEach(message -> wrong.add("name part " + message));
    return wrong;
  }

  /** An annotation's key; unlike a label's its case does not matter. */
  static List<String> annotationKey(String text) {
    return qualifiedName(text.toLowerCase(Locale.ROOT));
  }

  /** A key of a ConfigMap or Secret, which may become a file name. */
  static List<String> configKey(String text) {
    List<String> wrong = new ArrayList<>(CONFIG_KEY_FORM.check(text));
    if (text.equals(".") || text.equals("..")) {
      wrong.add("must not be '" + text + "'");
    } else if (text.startsWith("..")) {
      wrong.add("must not start with '..'");
    }
    return wrong;
  }

  /** The name of an environment variable. */
  static List<String> envName(String text) {
    return Syntax.envName(text)
        ? List.of()
        : List.of(
            "a valid environment variable name must consist only of printable ASCII characters"
                + " other than '='");
  }

  /** The name of a port, as IANA's service names are. */
  static List<String> portName(String text) {
    List<String> wrong = new ArrayList<>();
    if (text.length() > 15) {
      wrong.add("must be no more than 15 characters");
    }
    if (!text.matches("[-a-z0-9]+")) {
      wrong.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!text.matches(".*[a-z].*")) {
      wrong.add("must contain at least one letter (a-z)");
    }
    if (text.contains("--")) {
      wrong.add("must not contain consecutive hyphens");
    }
    if (text.startsWith("-") || text.endsWith("-")) {
      wrong.add("must not begin or end with a hyphen");
    }
    return wrong;
  }

  /**
   * A form: what it looks like, and a greatest length in bytes, which messages may call characters.
   */
  private record Form(Predicate<String> right, int longest, String unit, String message) {

    List<String> check(String text) {
      boolean matches = right.test(text);
      if (matches && text.length() <= longest) {
        return List.of(); // What has the form is ASCII: a character is a byte.
      }
      List<String> wrong = new ArrayList<>();
      if (text.getBytes(StandardCharsets.UTF_8).length > longest) {
        wrong.add("must be no more than " + longest + " " + unit);
        if (text.length() > 4 * longest) {
          return wrong; // It is wrong enough.
        }
      }
      if (!matches) {
        wrong.add(message);
      }
      return wrong;
    }
  }
}
