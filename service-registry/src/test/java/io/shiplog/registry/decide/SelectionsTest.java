package io.shiplog.registry.decide;

import static io.shiplog.registry.Objects.pod;
import static io.shiplog.registry.Objects.service;
import static io.shiplog.registry.Objects.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.model.reconcile.ObjectTable;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionsTest {

  private final ObjectTable table = new ObjectTable();
  private final Selections selections = new Selections();

  private void apply(ResourceType type, String name, KubeObject object) {
    selections.changed(table.apply(type.key("default", name), object), table);
  }

  private static Set<ObjectKey> selected(KubeObject service, ObjectTable table) {
    Set<ObjectKey> pods = new TreeSet<>();
    for (KubeObject pod : table.list(Catalogue.PODS, "default")) {
      if (pod.label("app").equals(service.spec().path("selector").path("app").asText("none"))) {
        pods.add(Catalogue.PODS.key("default", pod.name()));
      }
    }
    return pods;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithALookAtEveryPodWhateverComesAndGoes(long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 500; step++) {
      String name = "x" + random.nextInt(6);
      String app = "x" + random.nextInt(6);
      switch (random.nextInt(5)) {
        case 0 -> apply(Catalogue.SERVICES, name, null);
        case 1 -> apply(Catalogue.PODS, name, null);
        case 2 -> {
          String selector = random.nextInt(4) == 0 ? "null" : "{'app':'" + app + "'}";
          KubeObject service = with(service(name, "{}"), "{'spec':{'selector':null}}");
          apply(
              Catalogue.SERVICES,
              name,
              with(service, "{'spec':{'selector':%s}}".formatted(selector)));
        }
        default -> apply(Catalogue.PODS, name, pod(name, app, "10.0.0.1"));
      }
      for (KubeObject service : table.list(Catalogue.SERVICES, "default")) {
        ObjectKey key = Catalogue.SERVICES.key("default", service.name());
        assertThat(selections.pods(key)).isEqualTo(selected(service, table));
        selections.pods(key).forEach(it -> assertThat(selections.services(it)).contains(key));
      }
    }
    Selections fresh = new Selections();
    fresh.start(table);
    for (KubeObject service : table.list(Catalogue.SERVICES)) {
      ObjectKey key = Catalogue.SERVICES.key("default", service.name());
      assertThat(fresh.pods(key)).isEqualTo(selections.pods(key));
    }
  }
}
