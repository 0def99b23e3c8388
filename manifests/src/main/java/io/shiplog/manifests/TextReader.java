package io.shiplog.manifests;

import java.io.Reader;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Constant;

/**
 * The characters of a text for SnakeYAML's scanner. SnakeYAML's own reader takes a text in pieces
 * of a thousand, and copies all that it holds of a scalar for each: a scalar of three megabytes
 * took seconds. Here all of it is at hand.
 */
final class TextReader extends StreamReader {

  private static final int BYTE_ORDER_MARK = 0xFEFF;
  private static final String NAME = "text";

  /** All code points, and a zero behind them, which the scanner takes for the end. */
  private final int[] points;

  private final int length;
  private int at;
  private int line;
  private int column;
  private int documentStart;

  /**
   * A reader of that text.
   *
   * @throws ReaderException if a character in it is none that YAML may hold
   */
  TextReader(String text) {
    super(Reader.nullReader());
    this.length = text.codePointCount(0, text.length());
    this.points = new int[length + 1];
    int offset = 0;
    for (int i = 0; i < length; i++) {
      int point = text.codePointAt(offset);
      if (!isPrintable(point)) {
        throw new ReaderException(NAME, i, point, "special characters are not allowed");
      }
      points[i] = point;
      offset += Character.charCount(point);
    }
  }

  @Override
  public Mark getMark() {
    return new Mark(NAME, at, line, column, points, at);
  }

  @Override
  public void forward() {
    forward(1);
  }

  @Override
  public void forward(int count) {
    for (int i = 0; i < count && at < length; i++) {
      int point = points[at++];
      if (Constant.LINEBR.has(point) || point == '\r' && points[at] != '\n') {
        line++;
        column = 0;
      } else if (point != BYTE_ORDER_MARK) {
        column++;
      }
    }
  }

  @Override
  public int peek() {
    return points[at];
  }

  @Override
  public int peek(int ahead) {
    return at + ahead < length ? points[at + ahead] : 0;
  }

  @Override
  public String prefix(int count) {
    return new String(points, at, Math.min(count, length - at));
  }

  /** The next characters, among which there is no line break. */
  @Override
  public String prefixForward(int count) {
    String prefix = prefix(count);
    at += Math.min(count, length - at);
    column += count;
    return prefix;
  }

  @Override
  public int getColumn() {
    return column;
  }

  @Override
  public int getLine() {
    return line;
  }

  @Override
  public int getIndex() {
    return at;
  }

  @Override
  public int getDocumentIndex() {
    return at - documentStart;
  }

  @Override
  public void resetDocumentIndex() {
    documentStart = at;
  }
}
