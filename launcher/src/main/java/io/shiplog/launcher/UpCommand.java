package io.shiplog.launcher;

import io.shiplog.launcher.Manifests.Manifest;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code shiplog up}: a cluster on this machine, and what the manifests ask of it. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = {
      "Starts the control plane and this machine's node agent, waits until the node is Ready,",
      "applies the manifests and shows progress until they run. Running it again is harmless:",
      "what runs is kept, what died is started and finds its containers again."
    })
final class UpCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "manifests to apply, YAML or JSON, or folders of them")
  private List<Path> files = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "how long to wait for the rollout (default: ${DEFAULT-VALUE})")
  private long timeoutSeconds;

  @Option(
      names = "--no-install",
      description = "never install operating-system packages; say which are missing instead")
  private boolean noInstall;

  @Option(
      names = "--offline",
      description = "do not try an image registry: build the images of the examples here")
  private boolean offline;

  private final Screen screen = new Screen(System.out);

  /** The names of the daemons that ran when this began. */
  private final Set<String> ranBefore = new HashSet<>();

  @Override
  public Integer call() {
    List<Manifest> manifests = Manifests.read(files, said -> screen.say("Warning: " + said));
    if (!Packages.isRoot()) {
      throw new LaunchException(
          "a node agent makes namespaces, mounts and nftables rules, so 'up' must run as root:"
              + " try sudo ./shiplog up …");
    }
    Packages.ensure(screen, !noInstall);
    Home home = Home.fromEnvironment();
    home.checkNodeName();
    Daemons daemons = new Daemons(home);
    startAndWait(home, daemons);
    ApiClient api = ApiClient.of(home.kubeconfig());
    new Images(new Node(home), screen, offline()).ensure(Manifests.images(manifests));
    apply(api, manifests);
    new Summary(api, screen).print(manifests, home.kubeconfig());
    return 0;
  }

  /** The variable is no default of the option: an option that is given turns its default round. */
  private boolean offline() {
    return offline || Boolean.parseBoolean(System.getenv("SHIPLOG_OFFLINE"));
  }

  private void startAndWait(Home home, Daemons daemons) {
    daemons.all().stream()
        .filter(daemon -> daemon.process().isPresent())
        .forEach(daemon -> ranBefore.add(daemon.name()));
    boolean runs = ranBefore.contains(daemons.controlPlane().name());
    screen.say(
        (runs ? "the control plane runs already" : "starting the control plane")
            + "; its log is "
            + daemons.controlPlane().log());
    daemons.start();
    wait(
        daemons,
        "the control plane",
        () -> Files.exists(home.kubeconfig()) && ready(ApiClient.of(home.kubeconfig())));
    screen.say("the API answers at " + ApiClient.of(home.kubeconfig()).server());
    ApiClient api = ApiClient.of(home.kubeconfig());
    String node = "node " + home.nodeName();
    wait(daemons, node, () -> nodeReady(api, home.nodeName()));
    screen.say(node + " is Ready");
  }

  /**
   * Whether the API answers all requests.
   *
   * @throws LaunchException if it will not, whatever time passes
   */
  private static boolean ready(ApiClient api) {
    List<String> broken = Alarms.brokenShards(api);
    if (!broken.isEmpty()) {
      throw new LaunchException(
          "the control plane runs and cannot begin:\n  " + String.join("\n  ", broken));
    }
    return api.get("/readyz").filter(ApiClient.Answer::ok).isPresent();
  }

  private void wait(Daemons daemons, String what, BooleanSupplier condition) {
    Waiting.until(
        Duration.ofSeconds(120),
        () -> {
          for (Daemon daemon : daemons.all()) {
            if (daemon.process().isEmpty()) {
              startAgain(daemon, daemons);
            }
          }
          return condition.getAsBoolean();
        },
        () ->
            what
                + " is not ready after 120 s. Look at:\n  ./shiplog logs control-plane\n"
                + "  ./shiplog logs node-agent");
  }

  /** One that ran already may have been about to end, as after a kill; one of ours is not. */
  private void startAgain(Daemon daemon, Daemons daemons) {
    if (!ranBefore.remove(daemon.name())) {
      throw new LaunchException(
          "the "
              + daemon.name()
              + " process ended while starting; the end of "
              + daemon.log()
              + ":\n"
              + daemon.lastLines(15));
    }
    screen.say("the " + daemon.name() + " process was just ending; starting it again");
    daemons.start();
  }

  private static boolean nodeReady(ApiClient api, String name) {
    Optional<ApiClient.Answer> answer = api.get("/api/v1/nodes/" + name);
    return answer
        .filter(ApiClient.Answer::ok)
        .filter(ok -> Json.parseObject(ok.text()) != null)
        .map(ok -> new KubeObject(Json.parseObject(ok.text())).conditionTrue("Ready"))
        .orElse(false);
  }

  private void apply(ApiClient api, List<Manifest> manifests) {
    for (Manifest manifest : manifests) {
      ApiClient.Answer answer = api.apply(manifest.path(), Json.bytes(manifest.object().json()));
      if (!answer.ok()) {
        throw new LaunchException(
            "%s: %s was refused: %s"
                .formatted(manifest.place(), manifest.label(), answer.problem()));
      }
      screen.say(manifest.label() + (answer.code() == 201 ? " created" : " applied"));
    }
    Rollout rollout = new Rollout(api, screen);
    for (Manifest manifest : manifests) {
      Waiting.until(
          Duration.ofSeconds(timeoutSeconds),
          rollout.of(manifest),
          () ->
              manifest.label()
                  + " is not there after "
                  + timeoutSeconds
                  + " s; see: kubectl describe "
                  + manifest.label());
    }
  }
}
