package io.shiplog.gateway.http.discovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A document ready to be sent.
 *
 * @param contentType value of the Content-Type header
 * @param body the bytes, not to be changed
 * @param hash of the body, in upper-case hexadecimal: the ETag (quoted), and the {@code hash=} of
 *     OpenAPI's URLs
 */
public record Document(String contentType, byte[] body, String hash) {

  /** What plain JSON documents are sent as. */
  public static final String JSON = "application/json";

  /** A document with its hash. */
  public static Document of(String contentType, byte[] body) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-512").digest(body);
      return new Document(contentType, body, HexFormat.of().withUpperCase().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /** A plain JSON document. */
  public static Document json(String text) {
    return of(JSON, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The value of the ETag header. */
  public String etag() {
    return '"' + hash + '"';
  }
}
