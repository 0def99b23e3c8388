package io.shiplog.agent.runtime;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.shiplog.agent.runtime.cri.ImageServiceGrpc;
import io.shiplog.agent.runtime.cri.RuntimeServiceGrpc;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The connection to a container runtime's socket. Calls block; use a thread of your own. */
public final class Cri implements AutoCloseable {

  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  private final io.netty.channel.EventLoopGroup group;
  private final ManagedChannel channel;

  /** Opens a connection, which is made when first used and again after each loss. */
  public Cri(Path socket) {
    this.group = new io.netty.channel.epoll.EpollEventLoopGroup(1);
    this.channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
            .eventLoopGroup(group)
            .channelType(EpollDomainSocketChannel.class)
            .overrideAuthority("localhost")
            // grpc sets it for TCP; a Unix socket knows no such option and would say so each time.
            .withOption(ChannelOption.SO_KEEPALIVE, null)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .usePlaintext()
            .build();
  }

  /** Sandboxes and containers; each call may take that long. */
  public RuntimeServiceGrpc.RuntimeServiceBlockingStub runtime(long seconds) {
    return RuntimeServiceGrpc.newBlockingStub(channel).withDeadlineAfter(seconds, TimeUnit.SECONDS);
  }

  /** Sandboxes and containers; a call may take two minutes, as in the kubelet. */
  public RuntimeServiceGrpc.RuntimeServiceBlockingStub runtime() {
    return runtime(120);
  }

  /** Images; a call may take that long. */
  public ImageServiceGrpc.ImageServiceBlockingStub images(long seconds) {
    return ImageServiceGrpc.newBlockingStub(channel).withDeadlineAfter(seconds, TimeUnit.SECONDS);
  }

  /** The channel itself, for containerd's own services. */
  public ManagedChannel channel() {
    return channel;
  }

  /** Connects at once instead of when the back-off says, after the runtime was started. */
  public void reconnect() {
    channel.resetConnectBackoff();
  }

  /** What a failed call says, for people: without the gRPC code in front. */
  public static String message(StatusRuntimeException e) {
    String text = e.getStatus().getDescription();
    return text == null ? e.getStatus().getCode().name() : text;
  }

  /** Whether a runtime that answers so is starting or overloaded: no word on what was asked. */
  public static boolean busy(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> true;
      default -> false;
    };
  }

  /** What a failed call says in full, as Go writes it: {@code rpc error: code = NotFound …}. */
  public static String rpcError(StatusRuntimeException e) {
    StringBuilder code = new StringBuilder();
    for (String word : e.getStatus().getCode().name().split("_")) {
      code.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return "rpc error: code = " + code + " desc = " + message(e);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
