package io.shiplog.model.quantity;

import java.util.List;

/** How a quantity was written, and will be written again. */
enum QuantityFormat {
  /** {@code 12Mi}. */
  BINARY_SI,
  /** {@code 12M}, and plain numbers. */
  DECIMAL_SI,
  /** {@code 12e6}. */
  DECIMAL_EXPONENT;

  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final int SMALLEST_EXPONENT = -9;

  /** The suffix of a power of 1024; the largest amount there is needs no more than {@code Ei}. */
  static String binarySuffix(int power) {
    return BINARY.get(power);
  }

  /** The power of 1024 that a suffix stands for, or -1. */
  static int binaryPower(String suffix) {
    return suffix.isEmpty() ? -1 : BINARY.indexOf(suffix);
  }

  /** The power of ten that a decimal suffix stands for, or {@link Integer#MIN_VALUE}. */
  static int decimalExponent(String suffix) {
    int index = DECIMAL.indexOf(suffix);
    return index < 0 ? Integer.MIN_VALUE : SMALLEST_EXPONENT + 3 * index;
  }

  /** How this format writes a power of ten that is a multiple of three. */
  String decimalSuffix(int exponent) {
    if (this == DECIMAL_EXPONENT) {
      return exponent == 0 ? "" : "e" + exponent;
    }
    return DECIMAL.get((exponent - SMALLEST_EXPONENT) / 3);
  }
}
