package io.shiplog.benchmarks.micro;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.gateway.http.ObjectViews.IncludeObject;
import io.shiplog.gateway.http.table.TableViews;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ManagedFields;
import io.shiplog.model.WrittenObject;
import io.shiplog.model.select.LabelSelector;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What reading costs: taking a pod into the read model, matching selectors, drawing tables. */
@State(Scope.Benchmark)
public class ReadBenchmark {

  private static final int ROWS = 500;

  private final LabelSelector selector =
      LabelSelector.parse("app in (web, shop), tier=front, !canary, release notin (1)");
  private final TableViews views = new TableViews(InstantSource.fixed(Samples.NOW));
  private List<KubeObject> pods;
  private List<Map<String, String>> labels;
  private byte[] bytes;

  /** Makes the pods. */
  @Setup
  public void prepare() {
    bytes = Json.bytes(Samples.storedPod(1).json());
    pods = IntStream.range(0, ROWS).mapToObj(Samples::storedPod).toList();
    labels = pods.stream().map(KubeObject::labels).toList();
  }

  /** One pod of {@code objects} as the read model keeps it. */
  @Benchmark
  public StoredObject storePod() {
    return StoredObject.of(Catalogue.PODS, Samples.podKey(1), 1, new WrittenObject(bytes));
  }

  /** One pod of {@code objects} as a service keeps it. */
  @Benchmark
  public ObjectNode parsePod() {
    return ManagedFields.parseWithout(bytes).json();
  }

  /** A selector of four requirements on 500 pods. */
  @Benchmark
  public int selectorMatch() {
    int matches = 0;
    for (Map<String, String> one : labels) {
      if (selector.matches(one)) {
        matches++;
      }
    }
    return matches;
  }

  /** What {@code kubectl get pods} is shown of 500 pods, as JSON. */
  @Benchmark
  public byte[] tableOf500() {
    return Json.bytes(views.table(Catalogue.PODS, pods, IncludeObject.METADATA));
  }
}
