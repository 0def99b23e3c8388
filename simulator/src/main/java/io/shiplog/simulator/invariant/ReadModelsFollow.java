package io.shiplog.simulator.invariant;

import io.shiplog.gateway.readmodel.ObjectStore;
import io.shiplog.gateway.readmodel.StoredObject;
import io.shiplog.model.Catalogue;
import io.shiplog.model.KubeObject;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.ResourceType;
import io.shiplog.simulator.ModelHost;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A gateway's read model that has read everything holds what {@code objects} say, no more and no
 * less, whether it followed, started over or read anew.
 */
public final class ReadModelsFollow implements Invariant {

  /** The stores that were compared; each start of a gateway has one of its own. */
  private final Map<ModelHost, ObjectStore> compared = new HashMap<>();

  private final Map<ModelHost, Set<ObjectKey>> changed = new HashMap<>();

  @Override
  public Optional<String> afterStep(Evidence evidence) {
    for (ModelHost model : evidence.models()) {
      Optional<String> wrong = afterStep(evidence, model);
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return Optional.empty();
  }

  private Optional<String> afterStep(Evidence evidence, ModelHost model) {
    Set<ObjectKey> keys = changed.computeIfAbsent(model, one -> new TreeSet<>());
    evidence.news().forEach(written -> keys.add(written.key()));
    if (!model.knowsAll()) {
      return Optional.empty();
    }
    changed.remove(model);
    boolean known = model.store().equals(compared.put(model, model.store()));
    return known ? compare(evidence, model, keys) : compareAll(evidence, model);
  }

  @Override
  public Optional<String> atRest(Evidence evidence) {
    return evidence.models().stream()
        .map(
            model ->
                model.knowsAll()
                    ? compareAll(evidence, model)
                    : Optional.of(model.name() + " has not read everything"))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> compareAll(Evidence evidence, ModelHost model) {
    Set<ObjectKey> keys = new TreeSet<>();
    for (int shard = 0; shard < Catalogue.SHARDS; shard++) {
      keys.addAll(evidence.told(shard).keys());
    }
    int held = 0;
    for (ResourceType type : Catalogue.ALL) {
      held += model.store().count(type);
    }
    return held > keys.size()
        ? Optional.of(model.name() + " holds " + held + " objects where there are " + keys.size())
        : compare(evidence, model, keys);
  }

  private static Optional<String> compare(
      Evidence evidence, ModelHost model, Collection<ObjectKey> keys) {
    for (ObjectKey key : keys) {
      if (Catalogue.byQualifiedName(key.resource()).isEmpty()) {
        continue; // What ledgers tell each other is nobody's to read.
      }
      Optional<KubeObject> told = evidence.told(Catalogue.shardOf(key)).get(key);
      Optional<StoredObject> held = model.store().get(key);
      if (!told.equals(held.map(StoredObject::parse))) {
        return Optional.of(
            "%s holds of %s version %s, the log %s"
                .formatted(
                    model.name(),
                    key,
                    held.map(StoredObject::resourceVersion),
                    told.map(KubeObject::resourceVersion)));
      }
    }
    return Optional.empty();
  }
}
