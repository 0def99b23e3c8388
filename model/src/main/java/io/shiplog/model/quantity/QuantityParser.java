package io.shiplog.model.quantity;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a quantity. */
final class QuantityParser {

  static final String WRONG_FORMAT =
      "quantities must match the regular expression"
          + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  private static final String WRONG_NUMBER = "unable to parse numeric part of quantity";
  private static final String WRONG_SUFFIX = "unable to parse quantity's suffix";

  private static final Pattern SHAPE =
      Pattern.compile("([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)");
  private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)");
  private static final Pattern EXPONENT = Pattern.compile("[eE]([+-]?[0-9]{1,9})");

  /** Long enough for every amount there is, short enough to be cheap for a hostile writer. */
  private static final int LONGEST = 256;

  /** Powers of ten beyond this leave the range of quantities whatever the number before them. */
  private static final int FAR = 2 * LONGEST;

  private QuantityParser() {}

  static Quantity parse(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (text.length() > LONGEST || !shape.matches()) {
      throw new IllegalArgumentException(WRONG_FORMAT);
    }
    if (!NUMBER.matcher(shape.group(1)).matches()) {
      throw new IllegalArgumentException(WRONG_NUMBER);
    }
    return scaled(new BigDecimal(shape.group(1)), shape.group(2));
  }

  private static Quantity scaled(BigDecimal number, String suffix) {
    int power = QuantityFormat.binaryPower(suffix);
    if (power > 0) {
      return new Quantity(
          number.multiply(BigDecimal.valueOf(1024).pow(power)), QuantityFormat.BINARY_SI);
    }
    int exponent = QuantityFormat.decimalExponent(suffix);
    if (exponent != Integer.MIN_VALUE) {
      return new Quantity(number.scaleByPowerOfTen(exponent), QuantityFormat.DECIMAL_SI);
    }
    Matcher written = EXPONENT.matcher(suffix);
    if (!written.matches()) {
      throw new IllegalArgumentException(WRONG_SUFFIX);
    }
    // Bounded before it is used: a billion digits must not be made on the way to the limits.
    int bounded = Math.clamp(Integer.parseInt(written.group(1)), -FAR, FAR);
    return new Quantity(number.scaleByPowerOfTen(bounded), QuantityFormat.DECIMAL_EXPONENT);
  }
}
