package io.shiplog.standalone;

import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.ControllerServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.errors.BrokerIdNotRegisteredException;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.Controller;
import org.apache.kafka.controller.ControllerRequestContext;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.loader.MetadataLoader;
import org.apache.kafka.image.publisher.MetadataPublisher;

/**
 * Takes the registration that a lone broker left behind out of the metadata, while its controller
 * runs and it does not.
 *
 * <p>A broker that was killed still counts as registered, and as leader of everything. If it
 * started like that, it would complete the transactions it finds half committed while its
 * partitions lose and regain their leader; Kafka 4.3 takes a partition without a leader for a
 * deleted one, writes no marker there, and no reader of committed records ever gets past that
 * place. It would also have to wait for the session of its former life to end.
 */
final class FormerRegistration implements MetadataPublisher {

  private static final long PATIENCE_SECONDS = 60;
  private static final Executor SOON = CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  private final Controller controller;
  private final int broker;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private boolean asked;

  private FormerRegistration(Controller controller, int broker) {
    this.controller = controller;
    this.broker = broker;
  }

  /**
   * Returns when the metadata that a broker of this process would be shown does not know it.
   *
   * @throws IllegalStateException if the controller does not do it, saying why
   */
  static void end(SharedServer shared, ControllerServer server, int broker) {
    FormerRegistration former = new FormerRegistration(server.controller(), broker);
    MetadataLoader loader = shared.loader();
    try {
      loader.installPublishers(List.of(former)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      former.gone.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      loader.removeAndClosePublisher(former).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(
          "the broker's controller did not let go of its former registration", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the broker's controller started", e);
    }
  }

  @Override
  public String name() {
    return "FormerRegistration";
  }

  @Override
  public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
    if (image.cluster().broker(broker) == null) {
      gone.complete(null);
    } else if (!asked) {
      asked = true;
      ask();
    }
  }

  private void ask() {
    controller
        .unregisterBroker(
            new ControllerRequestContext(
                new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.empty()),
            broker)
        .whenComplete((done, failure) -> heard(failure));
  }

  private void heard(Throwable failure) {
    Throwable why = failure instanceof CompletionException ? failure.getCause() : failure;
    if (why instanceof NotControllerException) {
      // It has been elected, or will be, but has not taken up its work.
      SOON.execute(this::ask);
    } else if (why != null && !(why instanceof BrokerIdNotRegisteredException)) {
      gone.completeExceptionally(why);
    }
  }
}
