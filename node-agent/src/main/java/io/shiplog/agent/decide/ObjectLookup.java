package io.shiplog.agent.decide;

import io.shiplog.model.KubeObject;
import java.util.Optional;

/** The ConfigMaps and Secrets of the inbox. */
@FunctionalInterface
public interface ObjectLookup {

  /**
   * Finds an object.
   *
   * @param resource {@code configmaps} or {@code secrets}
   */
  Optional<KubeObject> find(String resource, String namespace, String name);
}
