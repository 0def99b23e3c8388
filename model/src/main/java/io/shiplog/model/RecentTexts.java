package io.shiplog.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Short texts that were read not long ago, so that whoever reads the same again holds no copy. Most
 * of an object's texts stand in thousands of others, too: namespaces, images, "True". A table of
 * fixed size, where a text takes the place of another that falls on it. Thread-safe without locks:
 * nodes are immutable, and it does not matter which of two threads comes last.
 */
final class RecentTexts extends JsonNodeFactory {

  private static final long serialVersionUID = 1;
  private static final int PLACES = 1 << 12;
  private static final int LONGEST = 64;
  private static final TextNode[] RECENT = new TextNode[PLACES];

  @Override
  public TextNode textNode(String text) {
    if (text == null || text.isEmpty() || text.length() > LONGEST) {
      return super.textNode(text);
    }
    int hash = text.hashCode();
    int place = (hash ^ hash >>> Short.SIZE) & PLACES - 1;
    TextNode known = RECENT[place];
    if (known != null && known.textValue().equals(text)) {
      return known;
    }
    TextNode made = super.textNode(text);
    RECENT[place] = made;
    return made;
  }

  /** The same text, the one that was read last. */
  String text(String text) {
    return textNode(text).textValue();
  }
}
