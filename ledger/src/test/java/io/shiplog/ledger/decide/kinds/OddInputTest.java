package io.shiplog.ledger.decide.kinds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever stands in a field, rules answer with errors and never with an exception: a command that
 * anyone may write must not stop the ledger. Every field of the tables' manifests is replaced by
 * every odd value in turn.
 */
class OddInputTest {

  static final String RICH_POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: default, generateName: w-, labels: {a: b}, annotations: {a: b},
        finalizers: [example.com/f], ownerReferences: [{apiVersion: v1, kind: Node, name: n1, uid: u}]}
      spec:
        nodeName: node
        nodeSelector: {a: b}
        hostNetwork: true
        hostAliases: [{ip: 10.0.0.1, hostnames: [a]}]
        dnsConfig: {nameservers: [10.0.0.1], searches: [a.b], options: [{name: x}]}
        securityContext: {runAsUser: 1, sysctls: [{name: a.b}], seccompProfile: {type: RuntimeDefault}}
        schedulingGates: [{name: a}]
        readinessGates: [{conditionType: a}]
        topologySpreadConstraints: [{maxSkew: 1, topologyKey: z, whenUnsatisfiable: DoNotSchedule, minDomains: 1}]
        tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 1}]
        affinity:
          nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}], matchFields: [{key: metadata.name, operator: In, values: [n]}]}]}}
          podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: z, labelSelector: {matchLabels: {a: b}}, namespaces: [x]}}]}
        volumes:
        - {name: a, configMap: {name: c, items: [{key: k, path: p, mode: 1}]}}
        - {name: b, projected: {sources: [{serviceAccountToken: {path: t}}, {downwardAPI: {items: [{path: p, fieldRef: {fieldPath: metadata.name}}]}}]}}
        - {name: c, hostPath: {path: /a, type: File}}
        - {name: d, emptyDir: {sizeLimit: 1Gi}}
        - {name: e, downwardAPI: {items: [{path: p, resourceFieldRef: {containerName: c, resource: limits.cpu, divisor: 1m}}]}}
        initContainers: [{name: i, image: x, restartPolicy: Always}]
        containers:
        - name: c
          image: "nginx:1"
          command: [a]
          ports: [{name: http, containerPort: 80, hostPort: 80, protocol: TCP, hostIP: 10.0.0.1}]
          env: [{name: A, value: b}, {name: B, valueFrom: {configMapKeyRef: {name: a, key: b}}}]
          envFrom: [{prefix: A, secretRef: {name: s}}]
          resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1}, claims: [{name: a}]}
          volumeMounts: [{name: a, mountPath: /a, subPath: b, mountPropagation: None}]
          livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: A, value: b}]}, periodSeconds: 1}
          lifecycle: {preStop: {exec: {command: [a]}}}
          securityContext: {privileged: true, allowPrivilegeEscalation: true, capabilities: {add: [A]}}
      status: {podIPs: [{ip: 10.0.0.1}], conditions: [{type: Ready}]}
      """;

  private static final List<JsonNode> ODD =
      List.of(
          Manifests.yaml("null"),
          Manifests.yaml("''"),
          Manifests.yaml("'- / é :@ %'"),
          Manifests.yaml("{}"),
          Manifests.yaml("[]"),
          Manifests.yaml("[null, {}, [], 1]"),
          Manifests.yaml("{a: null, '': {}, b: [1]}"),
          Manifests.yaml("0"),
          Manifests.yaml("-1"),
          Manifests.yaml("1.5"),
          Manifests.yaml("99999999999999999999"),
          Manifests.yaml("true"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "configmaps",
        "deployments",
        "endpoints",
        "endpointslices",
        "events",
        "leases",
        "namespaces",
        "nodes",
        "replicasets",
        "secrets",
        "serviceaccounts",
        "services"
      })
  void noKindStumbles(String table) throws Exception {
    String manifest = RulesTableTest.read(table).split("(?m)^---\\n")[0];
    assertThat(everyFieldReplaced(Manifests.object(manifest))).isGreaterThan(10);
  }

  @Test
  void noPodStumbles() {
    assertThat(everyFieldReplaced(Manifests.object(RICH_POD))).isGreaterThan(1000);
  }

  /** How many of the changed objects were refused. */
  private static int everyFieldReplaced(ObjectNode base) {
    AtomicInteger refused = new AtomicInteger();
    KubeObject current = Manifests.created(base);
    List<JsonPointer> places = new ArrayList<>();
    places(base, JsonPointer.empty(), places);
    places(current.json(), JsonPointer.empty(), places);
    assertThat(places).hasSizeGreaterThan(5);
    for (JsonPointer place : places) {
      for (JsonNode odd : ODD) {
        ObjectNode changed = current.copy();
        replace(changed, place, odd);
        assertThatCode(
                () -> {
                  refused.addAndGet(Manifests.createErrors(changed).isEmpty() ? 0 : 1);
                  Manifests.updateErrors(current, changed);
                  Manifests.statusErrors(current, changed);
                })
            .as("%s = %s", place, odd)
            .doesNotThrowAnyException();
      }
    }
    return refused.get();
  }

  /** All places below the root but those that say which kind it is. */
  static void places(JsonNode node, JsonPointer at, List<JsonPointer> found) {
    if (node instanceof ObjectNode object) {
      for (var entry : object.properties()) {
        boolean identity = at.matches() && List.of("apiVersion", "kind").contains(entry.getKey());
        if (!identity) {
          JsonPointer place = at.appendProperty(entry.getKey());
          found.add(place);
          places(entry.getValue(), place, found);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        found.add(at.appendIndex(i));
        places(array.get(i), at.appendIndex(i), found);
      }
    }
  }

  static void replace(ObjectNode root, JsonPointer place, JsonNode value) {
    JsonNode parent = root.at(place.head());
    JsonPointer last = place.last();
    if (parent instanceof ObjectNode object) {
      object.set(last.getMatchingProperty(), value.deepCopy());
    } else if (parent instanceof ArrayNode array && last.getMatchingIndex() < array.size()) {
      array.set(last.getMatchingIndex(), value.deepCopy());
    }
  }
}
