package io.shiplog.agent.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Gathers the answer to one request of a probe: its head, and of its body the beginning. */
final class ProbeReply extends SimpleChannelInboundHandler<HttpObject> {

  /** As much of a body as a kubelet reads. */
  private static final int BODY_BYTES = 10 << 10;

  private final CompletableFuture<ProbeHttp.Reply> future = new CompletableFuture<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final Beginning wire = new Beginning();
  private final Beginning text;
  private volatile HttpResponse head;

  ProbeReply(boolean tls) {
    this.text = tls ? new Beginning() : wire;
  }

  CompletableFuture<ProbeHttp.Reply> future() {
    return future;
  }

  /** Sees what comes over the connection. */
  Beginning wire() {
    return wire;
  }

  /** Sees what comes once it is decrypted. */
  Beginning text() {
    return text;
  }

  /** Whether the answer's head is there. */
  boolean begun() {
    return head != null;
  }

  /** There is no answer, for that reason. */
  void fail(String message) {
    future.completeExceptionally(new ProbeHttp.NoReply(begun(), message));
  }

  /** Remembers how a conversation began, in case that it is no HTTP. */
  static final class Beginning extends ChannelInboundHandlerAdapter {
    private static final int LIMIT_BYTES = 256;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof ByteBuf bytes && seen.size() < LIMIT_BYTES) {
        int length = Math.min(LIMIT_BYTES - seen.size(), bytes.readableBytes());
        byte[] piece = new byte[length];
        bytes.getBytes(bytes.readerIndex(), piece);
        seen.writeBytes(piece);
      }
      context.fireChannelRead(message);
    }

    /** Its first line, or what there is of it. */
    byte[] line() {
      String all = seen.toString(StandardCharsets.ISO_8859_1);
      return all.replaceFirst("(?s)\r?\n.*", "").getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part.decoderResult().isFailure()) {
      boolean cut = part.decoderResult().cause() instanceof PrematureChannelClosureException;
      String broken = "net/http: HTTP/1.x transport connection broken: unexpected EOF";
      fail(begun() ? "malformed chunked encoding" : cut ? broken : NetWords.malformed(text.line()));
      return;
    }
    if (part instanceof HttpResponse response
        && response.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
      head = response;
    }
    if (head != null && part instanceof HttpContent content) {
      gather(content);
    }
  }

  private void gather(HttpContent content) {
    int length = Math.min(BODY_BYTES - body.size(), content.content().readableBytes());
    byte[] piece = new byte[length];
    content.content().readBytes(piece);
    body.writeBytes(piece);
    if (content instanceof LastHttpContent || body.size() == BODY_BYTES) {
      future.complete(
          new ProbeHttp.Reply(
              head.status().code(),
              head.headers().get(HttpHeaderNames.LOCATION),
              body.toString(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    boolean silent = text.line().length == 0;
    fail(begun() ? "unexpected EOF" : silent ? "EOF" : NetWords.malformed(text.line()));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    Throwable cause =
        failure instanceof DecoderException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof NotSslRecordException) {
      boolean http = new String(wire.line(), StandardCharsets.ISO_8859_1).startsWith("HTTP/");
      fail(
          http
              ? "http: server gave HTTP response to HTTPS client"
              : "tls: first record does not look like a TLS handshake");
      return;
    }
    Channel channel = context.channel();
    fail(
        NetWords.read(
            (InetSocketAddress) channel.localAddress(),
            (InetSocketAddress) channel.remoteAddress(),
            cause));
  }
}
