package io.shiplog.scheduler;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;
import java.util.Locale;

/** Objects for tests, in short. */
public final class Objects {

  private Objects() {}

  /** A node that is ready, with that much cpu, 4Gi of memory and room for 110 pods. */
  public static KubeObject node(String name, String cpu) {
    return node(name, cpu, "{}");
  }

  /** The same with a spec of its own; single quotes stand for double ones. */
  public static KubeObject node(String name, String cpu, String spec) {
    return object(
        """
        {'apiVersion':'v1','kind':'Node','metadata':{'name':'%s','uid':'%s','resourceVersion':'1',
        'labels':{'kubernetes.io/hostname':'%s'},'annotations':{'shiplog.io/inbox':'true'}},'spec':%s,'status':{'allocatable':
        {'cpu':'%s','memory':'4Gi','ephemeral-storage':'10Gi','pods':'110'}}}
        """
            .formatted(name, Names.uid(name), name, spec, cpu));
  }

  /** A pod in the default namespace, labelled app=its name, with one container asking for cpu. */
  public static KubeObject pod(String name, String cpu) {
    return podWith(
        name, "{'containers':[{'name':'c','resources':{'requests':{'cpu':'%s'}}}]}".formatted(cpu));
  }

  /** A pod with a spec of its own. */
  public static KubeObject podWith(String name, String spec) {
    return object(
        """
        {'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','namespace':'default','uid':'%s',
        'resourceVersion':'7','labels':{'app':'%s'},'creationTimestamp':'2026-01-01T00:00:00Z'},
        'spec':%s,'status':{'phase':'Pending'}}
        """
            .formatted(name, Names.uid(name), name, spec));
  }

  /** The same pod on a node. */
  public static KubeObject bound(KubeObject pod, String node) {
    return with(pod, "{'spec':{'nodeName':'%s'}}".formatted(node));
  }

  /** An object, with these fields laid over it as a merge patch would. */
  public static KubeObject with(KubeObject object, String fields) {
    ObjectNode copy = object.copy();
    merge(copy, json(fields));
    return new KubeObject(copy);
  }

  private static void merge(ObjectNode into, ObjectNode from) {
    from.properties()
        .forEach(
            entry -> {
              if (entry.getValue() instanceof ObjectNode child && into.has(entry.getKey())) {
                merge((ObjectNode) into.get(entry.getKey()), child);
              } else {
                into.set(entry.getKey(), entry.getValue());
              }
            });
  }

  /** An object from JSON in single quotes. */
  public static KubeObject object(String text) {
    return new KubeObject(json(text));
  }

  /** A ConfigMap or Secret. */
  public static KubeObject config(String kind, String name, String value) {
    return object(
        """
        {'apiVersion':'v1','kind':'%s','metadata':{'name':'%s','namespace':'default','uid':'%s',
        'resourceVersion':'1'},'data':{'v':'%s'}}
        """
            .formatted(kind, name, Names.uid(kind.toLowerCase(Locale.ROOT), name), value));
  }

  /** JSON in single quotes. */
  public static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }
}
