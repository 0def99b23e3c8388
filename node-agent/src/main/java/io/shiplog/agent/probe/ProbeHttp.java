package io.shiplog.agent.probe;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.shiplog.agent.decide.probe.ProbeUrl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * One HTTP/1.1 request of a probe or hook on a connection of its own, byte for byte as it was
 * decided (ADR 39). A probe asks whether a container answers, not who it is, so any certificate
 * will do (core/v1 HTTPGetAction.scheme).
 */
final class ProbeHttp {

  private static final EventLoopGroup THREAD =
      new NioEventLoopGroup(1, new DefaultThreadFactory("probes", true));

  private static final int MAX_LINE_BYTES = 64 << 10;
  private static final int MAX_HEAD_BYTES = 1 << 20;
  private static final int PIECE_BYTES = 8 << 10;

  private ProbeHttp() {}

  /**
   * What came back.
   *
   * @param location where a redirect leads; null if it says nothing of that
   * @param body its beginning
   */
  record Reply(int status, String location, String body) {}

  /** No answer, or not all of it. */
  static final class NoReply extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean begun;

    /**
     * No answer.
     *
     * @param begun whether the head of an answer was there
     */
    NoReply(boolean begun, String message) {
      super(message);
      this.begun = begun;
    }

    boolean begun() {
      return begun;
    }
  }

  private static final class Trust {
    static final SslContext ANYBODY = context();

    private static SslContext context() {
      try {
        return SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm(null)
            .build();
      } catch (SSLException e) {
        throw new IllegalStateException("every JDK has TLS", e);
      }
    }
  }

  /**
   * Asks.
   *
   * @param head the request's head with the empty line behind it
   * @param nanos how long all of it may take
   * @throws NoReply in Go's words
   */
  static Reply ask(ProbeUrl url, String head, long nanos) throws NoReply, InterruptedException {
    ProbeReply reply = new ProbeReply(url.tls());
    ChannelFuture connecting = connect(url, reply, nanos);
    Channel channel = connecting.channel();
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            channel.writeAndFlush(Unpooled.copiedBuffer(head, StandardCharsets.UTF_8));
          } else {
            reply.fail(NetWords.dial(url.host(), address(url, channel), done.cause()));
          }
        });
    try {
      return reply.future().get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      boolean begun = reply.begun();
      String where =
          begun ? "or context cancellation while reading body" : "exceeded while awaiting headers";
      throw new NoReply(begun, "context deadline exceeded (Client.Timeout " + where + ")");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoReply why) {
        throw new NoReply(why.begun(), why.getMessage());
      }
      throw new IllegalStateException("a reply fails with words", e);
    } finally {
      channel.close();
    }
  }

  private static ChannelFuture connect(ProbeUrl url, ProbeReply reply, long nanos) throws NoReply {
    InetAddress host;
    try {
      // Here and not on the event loop: a name server may take its time.
      host = InetAddress.getByName(url.host());
    } catch (UnknownHostException e) {
      throw new NoReply(false, NetWords.dial(url.host(), url.authority(), e));
    }
    return new Bootstrap()
        .group(THREAD)
        .channel(NioSocketChannel.class)
        // The deadline ends it; the time of connecting alone would have other words.
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) (nanos / 1_000_000) + 1_000)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(reply.wire());
                if (url.tls()) {
                  channel
                      .pipeline()
                      .addLast(
                          Trust.ANYBODY.newHandler(
                              channel.alloc(), url.host(), url.portOrDefault()))
                      .addLast(reply.text());
                }
                channel
                    .pipeline()
                    .addLast(new HttpResponseDecoder(MAX_LINE_BYTES, MAX_HEAD_BYTES, PIECE_BYTES))
                    .addLast(reply);
              }
            })
        .connect(new InetSocketAddress(host, url.portOrDefault()));
  }

  private static String address(ProbeUrl url, Channel channel) {
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    return (channel.remoteAddress() instanceof InetSocketAddress to
            ? to.getAddress().getHostAddress()
            : host)
        + ":"
        + url.portOrDefault();
  }
}
