package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import org.junit.jupiter.api.Test;

class SharedFlushesTest {

  /** Stands where TLS stands. */
  private static final class Counter extends ChannelOutboundHandlerAdapter {
    private int flushes;

    @Override
    public void flush(ChannelHandlerContext context) {
      flushes++;
      context.flush();
    }
  }

  private final Counter below = new Counter();

  @Test
  void whatIsWrittenInOneTurnLeavesTogether() {
    EmbeddedChannel channel =
        new EmbeddedChannel(below, Http2FrameCodecBuilder.forServer().build());
    SharedFlushes.arrange(channel.pipeline());
    SharedFlushes.arrange(channel.pipeline());
    channel.runPendingTasks();
    int before = below.flushes;

    for (int stream = 0; stream < 64; stream++) {
      channel.pipeline().flush();
    }
    assertThat(below.flushes).isEqualTo(before);
    channel.runPendingTasks();
    assertThat(below.flushes).isEqualTo(before + 1);
  }

  @Test
  void nothingWaitsWithoutHttp2() {
    EmbeddedChannel channel = new EmbeddedChannel(below);
    SharedFlushes.arrange(channel.pipeline());
    channel.pipeline().flush();
    channel.pipeline().flush();
    assertThat(below.flushes).isEqualTo(2);
  }
}
