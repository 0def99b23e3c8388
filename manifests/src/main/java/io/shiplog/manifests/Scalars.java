package io.shiplog.manifests;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a scalar means. The source is go-yaml 2, which kube-apiserver and kubectl use: the words of
 * YAML 1.1, numbers as Go writes them and as YAML 1.1 does, no base 60; what looks like a time is a
 * text.
 */
final class Scalars {

  /** What stands for nothing. */
  static final Object NULL = new Object();

  static final String PREFIX = "tag:yaml.org,2002:";
  static final String MERGE = PREFIX + "merge";

  private static final String STRING = PREFIX + "str";
  private static final String BINARY = PREFIX + "binary";
  private static final String FLOAT = PREFIX + "float";
  private static final String TIMESTAMP = PREFIX + "timestamp";
  private static final Map<String, Object> WORDS = words();
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern FRACTION =
      Pattern.compile("\\.[0-9]++(_[0-9]++)*+([eE][-+]?[0-9]++(_[0-9]++)*+)?");
  private static final Pattern TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "([Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})"
              + "| [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?)?");

  /** More digits are in no integer of 64 bits, whatever their base. */
  private static final int MOST_DIGITS = 64;

  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

  private Scalars() {}

  /**
   * What a text means that is not quoted.
   *
   * @return a String, Boolean, Long, BigInteger (beyond 63 bits) or Double, or {@link #NULL}
   */
  static Object plain(String text) {
    if (text.isEmpty()) {
      return NULL;
    }
    return switch (text.charAt(0)) {
      case 'y', 'Y', 'n', 'N', 't', 'T', 'f', 'F', 'o', 'O', '~' -> WORDS.getOrDefault(text, text);
      case '.' -> WORDS.getOrDefault(text, fraction(text));
      case '+', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' ->
          WORDS.getOrDefault(text, number(text));
      default -> text;
    };
  }

  /**
   * What a text means under a tag.
   *
   * @param tag in its long form
   * @param line counted from one, for the error
   * @throws YamlException if the text is nothing of that kind
   */
  static Object tagged(String tag, String text, int line) {
    if (tag.equals(BINARY)) {
      return binary(text, line);
    }
    String kind = tag.startsWith(PREFIX) ? tag.substring(PREFIX.length()) : "";
    if (tag.equals(STRING) || !isResolved(kind)) {
      return text;
    }
    Object meant = plain(text);
    if (tag.equals(FLOAT) && meant instanceof Long whole) {
      return whole.doubleValue();
    }
    String found = TIME.matcher(text).matches() && tag.equals(TIMESTAMP) ? kind : kindOf(meant);
    if (!found.equals(kind)) {
      throw YamlException.at(line, "cannot decode !!" + found + " `" + text + "` as a !!" + kind);
    }
    return meant;
  }

  private static boolean isResolved(String kind) {
    return switch (kind) {
      case "bool", "int", "float", "null", "timestamp" -> true;
      default -> false;
    };
  }

  private static String kindOf(Object meant) {
    return switch (meant) {
      case Boolean _ -> "bool";
      case Double _ -> "float";
      case Long _, BigInteger _ -> "int";
      case String _ -> "str";
      default -> "null";
    };
  }

  private static String binary(String text, int line) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.replace("\n", "").replace("\r", ""));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw YamlException.at(line, "!!binary value contains invalid base64 data");
    }
  }

  private static Object fraction(String text) {
    return FRACTION.matcher(text).matches() ? decimal(text.replace("_", ""), text) : text;
  }

  private static Object number(String text) {
    String digits = text.replace("_", "");
    Object whole = whole(digits);
    if (whole != NULL) {
      return whole;
    }
    return DECIMAL.matcher(digits).matches() ? decimal(digits, text) : text;
  }

  /** What is beyond all numbers is a text. */
  private static Object decimal(String digits, String text) {
    double value = Double.parseDouble(digits);
    return Double.isInfinite(value) ? text : (Object) value;
  }

  /** An integer of 64 bits as Go writes it: of base 2, 8, 10 or 16, with or without a sign. */
  private static Object whole(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String digits = signed ? text.substring(1) : text;
    int base = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      base = digits.length() < 3 ? 8 : base(digits.charAt(1));
      digits = digits.substring(base == 8 && !isLetter(digits.charAt(1)) ? 1 : 2);
    }
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    if (digits.isEmpty() || digits.length() - zeros > MOST_DIGITS || !all(digits, base)) {
      return NULL;
    }
    BigInteger value = new BigInteger(digits.substring(zeros), base);
    if (text.startsWith("-")) {
      value = value.negate();
    }
    if (value.bitLength() < Long.SIZE) {
      return value.longValue();
    }
    return signed || value.compareTo(LEAST) < 0 || value.compareTo(MOST) > 0 ? NULL : value;
  }

  private static int base(char letter) {
    return switch (letter) {
      case 'x', 'X' -> 16;
      case 'b', 'B' -> 2;
      default -> 8;
    };
  }

  private static boolean isLetter(char c) {
    return c == 'o' || c == 'O';
  }

  private static boolean all(String digits, int base) {
    return digits.chars().allMatch(c -> c < 128 && Character.digit(c, base) >= 0);
  }

  private static Map<String, Object> words() {
    Map<String, Object> words = new HashMap<>();
    put(words, true, "y Y yes Yes YES true True TRUE on On ON");
    put(words, false, "n N no No NO false False FALSE off Off OFF");
    put(words, NULL, "~ null Null NULL");
    put(words, Double.NaN, ".nan .NaN .NAN");
    put(words, Double.POSITIVE_INFINITY, ".inf .Inf .INF +.inf +.Inf +.INF");
    put(words, Double.NEGATIVE_INFINITY, "-.inf -.Inf -.INF");
    return Map.copyOf(words);
  }

  private static void put(Map<String, Object> words, Object meant, String all) {
    for (String word : all.split(" ")) {
      words.put(word, meant);
    }
  }
}
