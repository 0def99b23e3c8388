package io.shiplog.agent.pod;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.agent.AgentConfig;
import io.shiplog.agent.decide.resources.StorageLimits;
import io.shiplog.agent.decide.resources.StorageLimits.Usage;
import io.shiplog.agent.machine.PodPaths;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.Tags;
import io.shiplog.agent.runtime.cri.ContainerStats;
import io.shiplog.agent.runtime.cri.ContainerStatsFilter;
import io.shiplog.agent.runtime.cri.ListContainerStatsRequest;
import io.shiplog.agent.volume.FileTrees;
import io.shiplog.model.KubeObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Measures what a pod has written to the node's disk. */
final class StorageMeter {

  private final AgentConfig config;
  private final Cri cri;

  StorageMeter(AgentConfig config, Cri cri) {
    this.config = config;
    this.cri = cri;
  }

  /** Looks: walks the pod's volumes and logs, and asks the runtime for its containers' layers. */
  Usage of(KubeObject pod) {
    Map<String, Long> volumes = new HashMap<>();
    for (JsonNode volume : pod.spec().path("volumes")) {
      if (StorageLimits.onDisk(volume)) {
        String name = volume.path("name").asText();
        volumes.put(name, bytes(PodPaths.home(config, pod.uid()).resolve("volumes").resolve(name)));
      }
    }
    Map<String, Long> containers = new HashMap<>();
    var filter = ContainerStatsFilter.newBuilder().putLabelSelector(Tags.POD_UID, pod.uid());
    for (ContainerStats stats :
        cri.runtime()
            .listContainerStats(ListContainerStatsRequest.newBuilder().setFilter(filter).build())
            .getStatsList()) {
      String name = stats.getAttributes().getMetadata().getName();
      long layer = stats.getWritableLayer().getUsedBytes().getValue();
      containers.merge(name, layer, Long::sum);
    }
    Path logs = PodPaths.logs(config, pod);
    containers.replaceAll((name, layer) -> layer + bytes(logs.resolve(name)));
    return new Usage(volumes, containers);
  }

  private static long bytes(Path folder) {
    return Files.isDirectory(folder) ? FileTrees.usage(folder) : 0;
  }
}
