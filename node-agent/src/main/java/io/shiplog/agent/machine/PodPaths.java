package io.shiplog.agent.machine;

import io.shiplog.agent.AgentConfig;
import io.shiplog.model.KubeObject;
import java.nio.file.Path;

/** Where things of a pod are on the node. */
public final class PodPaths {

  private PodPaths() {}

  /** The directory of a pod's volumes and files. */
  public static Path home(AgentConfig config, String uid) {
    return config.podsHome().resolve(uid);
  }

  /** The directory of a pod's container logs. */
  public static Path logs(AgentConfig config, KubeObject pod) {
    return logs(config, pod.namespace(), pod.name(), pod.uid());
  }

  /** The same for a pod that may be gone; named as a kubelet names it. */
  public static Path logs(AgentConfig config, String namespace, String name, String uid) {
    return config.logsHome().resolve(namespace + "_" + name + "_" + uid);
  }

  /** A container's log, relative to the pod's directory: each start has a file of its own. */
  public static String log(String container, int attempt) {
    return container + "/" + attempt + ".log";
  }

  /** The file a container may leave a last message in. */
  public static Path message(AgentConfig config, String uid, String container, int attempt) {
    return home(config, uid).resolve("messages").resolve(container + "-" + attempt);
  }

  /** The parent of a pod's cgroups. */
  public static String cgroup(AgentConfig config, String uid) {
    return config.cgroupParent() + "/pod" + uid;
  }
}
