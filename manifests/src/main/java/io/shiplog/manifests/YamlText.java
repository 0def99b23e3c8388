package io.shiplog.manifests;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The characters of a text: UTF-8, or UTF-16 if it begins with that byte order mark. */
final class YamlText {

  private YamlText() {}

  /**
   * Decodes a text and leaves its byte order mark out.
   *
   * @throws YamlException if it is not of that encoding, in the words of Go's reader
   */
  static String decode(byte[] text) {
    int first = text.length < 2 ? 0 : (text[0] & 0xFF) << 8 | text[1] & 0xFF;
    if (first == 0xFEFF) {
      return decode(text, 2, StandardCharsets.UTF_16BE);
    }
    if (first == 0xFFFE) {
      return decode(text, 2, StandardCharsets.UTF_16LE);
    }
    boolean marked = first == 0xEFBB && text.length > 2 && (text[2] & 0xFF) == 0xBF;
    return decode(text, marked ? 3 : 0, StandardCharsets.UTF_8);
  }

  private static String decode(byte[] text, int from, Charset charset) {
    ByteBuffer in = ByteBuffer.wrap(text, from, text.length - from);
    CharBuffer out = CharBuffer.allocate(text.length - from);
    CoderResult result =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(in, out, true);
    if (!result.isError()) {
      return out.flip().toString();
    }
    long lines = out.flip().chars().filter(c -> c == '\n').count();
    String problem =
        charset == StandardCharsets.UTF_8
            ? problem(text, in.position())
            : "invalid UTF-16 sequence";
    throw YamlException.at((int) lines + 1, problem);
  }

  /** What is wrong with the bytes that begin here. */
  private static String problem(byte[] text, int at) {
    int lead = text[at] & 0xFF;
    int width =
        (lead & 0xE0) == 0xC0 ? 2 : (lead & 0xF0) == 0xE0 ? 3 : (lead & 0xF8) == 0xF0 ? 4 : 0;
    if (width == 0) {
      return "invalid leading UTF-8 octet";
    }
    if (at + width > text.length) {
      return "incomplete UTF-8 octet sequence";
    }
    for (int i = at + 1; i < at + width; i++) {
      if ((text[i] & 0xC0) != 0x80) {
        return "invalid trailing UTF-8 octet";
      }
    }
    boolean tooLong =
        lead < 0xC2
            || lead == 0xE0 && (text[at + 1] & 0xFF) < 0xA0
            || lead == 0xF0 && (text[at + 1] & 0xFF) < 0x90;
    return tooLong ? "invalid length of a UTF-8 sequence" : "invalid Unicode character";
  }
}
