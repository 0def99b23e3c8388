package io.shiplog.manifests;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerException;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.Token;

/**
 * SnakeYAML's scanner, but for tabs between tokens: Go's takes them for blanks except where they
 * would indent, which nobody could see; SnakeYAML's takes none that follow a blank.
 */
final class TabScanner implements Scanner {

  /** A tab costs an exception here. People write some; who sends more wants the time. */
  private static final int MOST_TABS = 10_000;

  private final String text;
  private final StreamReader reader;
  private final Scanner scanner;
  private int tabs;

  /** Where the last tab was: in code points, as the reader counts, and in chars. */
  private int index;

  private int offset;

  TabScanner(String text, LoaderOptions options) {
    this.text = text;
    this.reader = new TextReader(text);
    this.scanner = new ScannerImpl(reader, options);
  }

  @Override
  public boolean checkToken(Token.ID... choices) {
    while (true) {
      try {
        return scanner.checkToken(choices);
      } catch (ScannerException e) {
        pass(e);
      }
    }
  }

  @Override
  public Token peekToken() {
    while (true) {
      try {
        return scanner.peekToken();
      } catch (ScannerException e) {
        pass(e);
      }
    }
  }

  @Override
  public Token getToken() {
    // Nothing is scanned for a token that was peeked at; the parser gets no other.
    peekToken();
    return scanner.getToken();
  }

  @Override
  public void resetDocumentIndex() {
    scanner.resetDocumentIndex();
  }

  /** Goes on behind the blanks that the scanner stumbled over, or gives its error on. */
  private void pass(ScannerException stumbled) {
    int at = reader.peek();
    boolean blank = at == ' ' || at == '\t' && separates();
    if (!blank
        || !"while scanning for the next token".equals(stumbled.getContext())
        || ++tabs > MOST_TABS) {
      throw stumbled;
    }
    while (reader.peek() == ' ' || reader.peek() == '\t') {
      reader.forward();
    }
  }

  /** Whether a token stands before on the line, other than one behind which nodes are indented. */
  private boolean separates() {
    offset = text.offsetByCodePoints(offset, reader.getIndex() - index);
    index = reader.getIndex();
    int last = offset - 1;
    while (last >= 0 && isBlank(text.charAt(last))) {
      last--;
    }
    if (last < 0 || isBreak(text.charAt(last))) {
      return false;
    }
    boolean indicator = text.charAt(last) == '-' || text.charAt(last) == '?';
    boolean alone = last == 0 || isBlank(text.charAt(last - 1)) || isBreak(text.charAt(last - 1));
    return !(indicator && alone);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }
}
