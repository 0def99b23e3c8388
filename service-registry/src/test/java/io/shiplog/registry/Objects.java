package io.shiplog.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.Names;

/** Objects for tests, in short. */
public final class Objects {

  private Objects() {}

  /**
   * A ClusterIP Service on port 80 that selects app=its name, with these further fields of spec.
   */
  public static KubeObject service(String name, String spec) {
    KubeObject service =
        object(
            """
            {'apiVersion':'v1','kind':'Service','metadata':{'name':'%s','namespace':'default',
            'uid':'%s','resourceVersion':'1','labels':{'team':'x'}},'spec':{'type':'ClusterIP',
            'clusterIP':'10.96.0.77','selector':{'app':'%s'},'ports':[{'port':80,'protocol':'TCP',
            'targetPort':'http'}]}}
            """
                .formatted(name, Names.uid("service", name), name));
    return with(service, "{'spec':%s}".formatted(spec));
  }

  /** A pod labelled app, with port http=8080, ready, on node n1, at that address. */
  public static KubeObject pod(String name, String app, String ip) {
    return object(
        """
        {'apiVersion':'v1','kind':'Pod','metadata':{'name':'%s','namespace':'default','uid':'%s',
        'resourceVersion':'7','labels':{'app':'%s'}},'spec':{'nodeName':'n1','containers':[
        {'name':'c','ports':[{'name':'http','containerPort':8080,'protocol':'TCP'}]}]},
        'status':{'phase':'Running','podIP':'%s','conditions':[{'type':'Ready','status':'True'}]}}
        """
            .formatted(name, Names.uid(name), app, ip));
  }

  /** The pod with another Ready condition. */
  public static KubeObject unready(KubeObject pod) {
    return with(pod, "{'status':{'conditions':[{'type':'Ready','status':'False'}]}}");
  }

  /** The pod on its way out. */
  public static KubeObject terminating(KubeObject pod) {
    return with(pod, "{'metadata':{'deletionTimestamp':'2026-01-01T00:00:00Z'}}");
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
              if (entry.getValue().isNull()) {
                into.remove(entry.getKey());
              } else if (entry.getValue() instanceof ObjectNode child
                  && into.get(entry.getKey()) instanceof ObjectNode target) {
                merge(target, child);
              } else {
                into.set(entry.getKey(), entry.getValue());
              }
            });
  }

  /** An object from JSON in single quotes. */
  public static KubeObject object(String text) {
    return new KubeObject(json(text));
  }

  /** JSON in single quotes. */
  public static ObjectNode json(String text) {
    return Json.parseObject(text.replace('\'', '"'));
  }
}
