package io.shiplog.model.quantity;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * An exact amount in Kubernetes' notation: {@code 1}, {@code 250m}, {@code 1.5Gi}, {@code 2e3}.
 *
 * <p>Two quantities are equal when they are the same amount, however they are written. The smallest
 * amount is 1n; anything finer is rounded away from zero. The largest is 2^63-1; anything beyond is
 * cut to it. {@link #toString()} gives the canonical form, which is what the API stores and shows.
 *
 * <p>Source: the documentation of apimachinery's {@code resource.Quantity}.
 */
public final class Quantity implements Comparable<Quantity> {

  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigInteger KIBI = BigInteger.valueOf(1024);
  private static final BigDecimal KIBI_DECIMAL = BigDecimal.valueOf(1024);
  private static final int NANO_DIGITS = 9;

  /** Nothing. */
  public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, QuantityFormat.DECIMAL_SI);

  private final BigDecimal amount;
  private final QuantityFormat format;

  Quantity(BigDecimal amount, QuantityFormat format) {
    BigDecimal bounded = amount.min(MAX).max(MAX.negate());
    this.amount =
        bounded.scale() > NANO_DIGITS ? bounded.setScale(NANO_DIGITS, RoundingMode.UP) : bounded;
    this.format = format;
  }

  /**
   * Reads a quantity.
   *
   * @throws IllegalArgumentException if the text is none; the message is kube-apiserver's
   */
  public static Quantity parse(String text) {
    return QuantityParser.parse(text.strip());
  }

  /**
   * Reads a quantity from JSON, where both strings and numbers stand for one.
   *
   * @throws IllegalArgumentException if the node is neither, or the text is no quantity
   */
  public static Quantity parse(JsonNode node) {
    if (!node.isTextual() && !node.isNumber()) {
      throw new IllegalArgumentException(QuantityParser.WRONG_FORMAT);
    }
    return parse(node.asText());
  }

  /** Reads a quantity from JSON; empty where there is none, or it cannot be read. */
  public static Optional<Quantity> tryParse(JsonNode node) {
    try {
      return node.isTextual() || node.isNumber() ? Optional.of(parse(node)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** That many whole units, written with decimal suffixes. */
  public static Quantity of(long units) {
    return new Quantity(BigDecimal.valueOf(units), QuantityFormat.DECIMAL_SI);
  }

  /** That many thousandths, such as millicores. */
  public static Quantity ofMillis(long millis) {
    return new Quantity(BigDecimal.valueOf(millis, 3), QuantityFormat.DECIMAL_SI);
  }

  /** That many bytes, written with binary suffixes. */
  public static Quantity ofBytes(long bytes) {
    return new Quantity(BigDecimal.valueOf(bytes), QuantityFormat.BINARY_SI);
  }

  /** The sum; it is written as this one is, or as the other where this is zero. */
  public Quantity add(Quantity other) {
    return new Quantity(amount.add(other.amount), signum() == 0 ? other.format : format);
  }

  /** The difference; it is written as this one is, or as the other where this is zero. */
  public Quantity subtract(Quantity other) {
    return new Quantity(amount.subtract(other.amount), signum() == 0 ? other.format : format);
  }

  /** The greater of two. */
  public Quantity max(Quantity other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /** -1, 0 or 1 as the amount is below, at or above zero. */
  public int signum() {
    return amount.signum();
  }

  /** The amount in whole units, rounded up (away from zero where it is negative). */
  public long value() {
    return amount.setScale(0, RoundingMode.UP).longValueExact();
  }

  /** The amount in thousandths, rounded up; {@link Long#MAX_VALUE} where it would not fit. */
  public long milliValue() {
    BigDecimal millis = amount.movePointRight(3).setScale(0, RoundingMode.UP);
    return millis.min(MAX).max(MAX.negate()).longValueExact();
  }

  /** The exact amount in units. */
  public BigDecimal toBigDecimal() {
    return amount;
  }

  @Override
  public int compareTo(Quantity other) {
    return amount.compareTo(other.amount);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Quantity quantity && compareTo(quantity) == 0;
  }

  @Override
  public int hashCode() {
    return amount.stripTrailingZeros().hashCode();
  }

  /**
   * The canonical form: no fraction, the largest suffix that keeps the number whole, and the kind
   * of suffix the amount was written with. Amounts below 1024 and fractions of bytes are decimal.
   */
  @Override
  public String toString() {
    if (amount.signum() == 0) {
      return "0";
    }
    boolean whole = amount.stripTrailingZeros().scale() <= 0;
    if (format == QuantityFormat.BINARY_SI && whole && amount.abs().compareTo(KIBI_DECIMAL) >= 0) {
      return binary(amount.toBigIntegerExact());
    }
    return decimal(amount.stripTrailingZeros());
  }

  private static String binary(BigInteger bytes) {
    BigInteger number = bytes;
    int power = 0;
    while (number.mod(KIBI).signum() == 0) {
      number = number.divide(KIBI);
      power++;
    }
    return number + QuantityFormat.binarySuffix(power);
  }

  private String decimal(BigDecimal stripped) {
    // Suffixes step by thousands: lower the exponent to the next multiple of three.
    int exponent = Math.floorDiv(-stripped.scale(), 3) * 3;
    BigInteger number = stripped.movePointLeft(exponent).toBigIntegerExact();
    return number + format.decimalSuffix(exponent);
  }
}
