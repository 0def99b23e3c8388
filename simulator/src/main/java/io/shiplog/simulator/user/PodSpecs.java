package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.simulator.Dice;
import java.util.List;
import java.util.Locale;

/** What pods ask for besides one container that runs: each of it now and then. */
final class PodSpecs {

  private static final int PERCENT = 10;

  /** Something that is added to a pod's spec. */
  private interface Trait {
    void add(ObjectNode spec, String app, Dice dice);
  }

  private static final List<Trait> TRAITS =
      List.of(
          PodSpecs::failAtFirst,
          PodSpecs::prepare,
          PodSpecs::accompany,
          PodSpecs::referToConfigMap,
          PodSpecs::referToSecret,
          PodSpecs::tolerate,
          PodSpecs::selectNodes,
          PodSpecs::spread,
          PodSpecs::prefer,
          PodSpecs::hurry,
          PodSpecs::remember);

  private PodSpecs() {}

  /** Adds some of it. */
  static void vary(ObjectNode spec, String app, Dice dice) {
    for (Trait trait : TRAITS) {
      if (dice.percent(PERCENT)) {
        trait.add(spec, app, dice);
      }
    }
  }

  /** The container that every pod has. */
  static ObjectNode main(ObjectNode spec) {
    return (ObjectNode) spec.path("containers").path(0);
  }

  private static void failAtFirst(ObjectNode spec, String app, Dice dice) {
    main(spec).putArray("args").add("fails=" + dice.between(1, 2));
  }

  /** An init container, which may need two attempts, and more room than the others. */
  private static void prepare(ObjectNode spec, String app, Dice dice) {
    ObjectNode container = array(spec, "initContainers").addObject();
    container.put("name", "prepare").put("image", "app:1");
    container.putArray("args").add("ends-after=" + dice.below(5)).add("fails=" + dice.below(2));
    if (dice.percent(50)) {
      ObjectNode requests = Json.ensure(container, "resources", "requests");
      requests.put("cpu", dice.between(1, 5) * 100 + "m");
      requests.put("memory", dice.between(1, 4) * 64 + "Mi");
    }
  }

  /** A sidecar. */
  private static void accompany(ObjectNode spec, String app, Dice dice) {
    ObjectNode container = array(spec, "initContainers").addObject();
    container.put("name", "proxy").put("image", "app:1").put("restartPolicy", "Always");
  }

  private static void referToConfigMap(ObjectNode spec, String app, Dice dice) {
    refer(spec, Names.SETTINGS, "configMap", "name", dice);
  }

  private static void referToSecret(ObjectNode spec, String app, Dice dice) {
    refer(spec, Names.PASSWORD, "secret", "secretName", dice);
  }

  /** In one of the ways in which a pod can name a ConfigMap or a Secret. */
  private static void refer(
      ObjectNode spec, String name, String kind, String inVolumes, Dice dice) {
    String named = "'name':'" + name + "','optional':" + dice.percent(50);
    switch (dice.below(3)) {
      case 0 ->
          array(main(spec), "env")
              .add(
                  json(
                      "{'name':'%s','valueFrom':{'%sKeyRef':{'key':'value',%s}}}"
                          .formatted(kind.toUpperCase(Locale.ROOT), kind, named)));
      case 1 -> array(main(spec), "envFrom").add(json("{'%sRef':{%s}}".formatted(kind, named)));
      default ->
          array(spec, "volumes")
              .add(
                  json(
                      "{'name':'%s','%s':{%s}}"
                          .formatted(name, kind, named.replace("'name'", "'" + inVolumes + "'"))));
    }
  }

  private static void tolerate(ObjectNode spec, String app, Dice dice) {
    String toleration =
        dice.pick(
            List.of(
                "{'key':'%s','operator':'Exists'}",
                "{'key':'%s','operator':'Equal','value':'yes','effect':'NoSchedule'}",
                "{'key':'%s','operator':'Exists','effect':'NoExecute','tolerationSeconds':30}"));
    array(spec, "tolerations").add(json(toleration.formatted(Names.TAINT)));
  }

  private static void selectNodes(ObjectNode spec, String app, Dice dice) {
    if (dice.percent(50)) {
      spec.putObject("nodeSelector").put(Names.DISK, "ssd");
      return;
    }
    spec.putObject("affinity")
        .set(
            "nodeAffinity",
            json(
                "{'requiredDuringSchedulingIgnoredDuringExecution':{'nodeSelectorTerms':["
                    + "{'matchExpressions':[{'key':'disk','operator':'In','values':['ssd']}]}]}}"));
  }

  private static void spread(ObjectNode spec, String app, Dice dice) {
    array(spec, "topologySpreadConstraints")
        .add(
            json(
                ("{'maxSkew':1,'topologyKey':'kubernetes.io/hostname','whenUnsatisfiable':'%s',"
                        + "'labelSelector':{'matchLabels':{'app':'%s'}}}")
                    .formatted(dice.percent(50) ? "ScheduleAnyway" : "DoNotSchedule", app)));
  }

  /** Rather not beside its like. */
  private static void prefer(ObjectNode spec, String app, Dice dice) {
    Json.ensure(spec, "affinity")
        .set(
            "podAntiAffinity",
            json(
                ("{'preferredDuringSchedulingIgnoredDuringExecution':[{'weight':10,"
                        + "'podAffinityTerm':{'topologyKey':'kubernetes.io/hostname',"
                        + "'labelSelector':{'matchLabels':{'app':'%s'}}}}]}")
                    .formatted(app)));
  }

  private static void hurry(ObjectNode spec, String app, Dice dice) {
    spec.put("priorityClassName", "system-cluster-critical");
  }

  private static void remember(ObjectNode spec, String app, Dice dice) {
    Json.ensure(main(spec), "resources", "requests").put("memory", dice.between(1, 4) * 64 + "Mi");
  }

  private static ArrayNode array(ObjectNode parent, String name) {
    return parent.path(name) instanceof ArrayNode there ? there : parent.putArray(name);
  }

  private static ObjectNode json(String text) {
    return UserCommands.json(text);
  }
}
