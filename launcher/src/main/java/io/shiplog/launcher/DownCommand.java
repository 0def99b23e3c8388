package io.shiplog.launcher;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code shiplog down}: stops what {@code up} started, and nothing else. */
@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = {
      "Stops the node agent, its containers and containerd, and the control plane.",
      "The data stays: 'up' brings everything back."
    })
final class DownCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Option(
      names = "--purge",
      description = {
        "also delete the data, and the containers, network namespaces, bridges, nftables tables,",
        "mounts and cgroups that are ours"
      })
  private boolean purge;

  private final Screen screen = new Screen(System.out);

  @Override
  public Integer call() {
    Home home = Home.fromEnvironment();
    if (!home.exists()) {
      screen.say("nothing to stop: there is no " + home.directory());
      return 0;
    }
    Daemons daemons = new Daemons(home);
    stop(daemons.agent());
    Node node = new Node(home);
    if (purge) {
      node.purge();
      screen.say("removed the containers and everything else of node " + home.nodeName());
    } else {
      node.stop();
      screen.say("stopped the containers of node " + home.nodeName());
    }
    stop(daemons.controlPlane());
    if (purge) {
      Trees.delete(home.directory());
      screen.say("deleted " + home.directory());
    }
    return 0;
  }

  private void stop(Daemon daemon) {
    screen.say(daemon.stop(PATIENCE) ? "stopped " + daemon.name() : daemon.name() + " did not run");
  }
}
