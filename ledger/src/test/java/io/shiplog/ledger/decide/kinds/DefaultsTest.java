package io.shiplog.ledger.decide.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people get back when they leave fields out. */
class DefaultsTest {

  @Test
  void deploymentOfNginx() {
    ObjectNode manifest =
        Manifests.object(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: nginx-deployment, namespace: default}
            spec:
              replicas: 2
              selector: {matchLabels: {app: nginx}}
              template:
                metadata: {labels: {app: nginx}, creationTimestamp: null}
                spec:
                  containers:
                  - name: nginx
                    image: nginx:1.7.9
                    ports: [{containerPort: 80}]
            """);
    assertThat(Manifests.createErrors(manifest)).isEmpty();
    assertThat(Manifests.created(manifest).json())
        .isEqualTo(
            Manifests.yaml(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: nginx-deployment, namespace: default}
                spec:
                  progressDeadlineSeconds: 600
                  replicas: 2
                  revisionHistoryLimit: 10
                  selector: {matchLabels: {app: nginx}}
                  strategy:
                    rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}
                    type: RollingUpdate
                  template:
                    metadata: {labels: {app: nginx}}
                    spec:
                      containers:
                      - image: nginx:1.7.9
                        imagePullPolicy: IfNotPresent
                        name: nginx
                        ports: [{containerPort: 80, protocol: TCP}]
                        resources: {}
                        terminationMessagePath: /dev/termination-log
                        terminationMessagePolicy: File
                      dnsPolicy: ClusterFirst
                      restartPolicy: Always
                      schedulerName: default-scheduler
                      securityContext: {}
                      terminationGracePeriodSeconds: 30
                status: {}
                """));
  }

  @Test
  void podWithEverythingThatHasADefault() {
    ObjectNode manifest =
        Manifests.object(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: default}
            spec:
              hostNetwork: true
              serviceAccount: robot
              volumes:
              - {name: scratch}
              - {name: host, hostPath: {path: /srv}}
              - {name: conf, configMap: {name: c}}
              - name: all
                projected: {sources: [{serviceAccountToken: {path: t}}]}
              containers:
              - name: c
                image: registry:5000/app
                ports: [{containerPort: 8080}]
                env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                resources: {limits: {cpu: 1000m, memory: 1024Mi}, requests: {cpu: 0.5}}
                livenessProbe: {httpGet: {port: 8080}}
                readinessProbe: {grpc: {port: 9000}, periodSeconds: 3}
            """);
    assertThat(Manifests.created(manifest).json())
        .isEqualTo(
            Manifests.yaml(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: p, namespace: default}
                spec:
                  hostNetwork: true
                  serviceAccount: robot
                  serviceAccountName: robot
                  dnsPolicy: ClusterFirst
                  enableServiceLinks: true
                  preemptionPolicy: PreemptLowerPriority
                  priority: 0
                  restartPolicy: Always
                  schedulerName: default-scheduler
                  securityContext: {}
                  terminationGracePeriodSeconds: 30
                  tolerations:
                  - {effect: NoExecute, key: node.kubernetes.io/not-ready, operator: Exists, tolerationSeconds: 300}
                  - {effect: NoExecute, key: node.kubernetes.io/unreachable, operator: Exists, tolerationSeconds: 300}
                  volumes:
                  - {name: scratch, emptyDir: {}}
                  - {name: host, hostPath: {path: /srv, type: ""}}
                  - {name: conf, configMap: {name: c, defaultMode: 420}}
                  - name: all
                    projected:
                      defaultMode: 420
                      sources: [{serviceAccountToken: {path: t, expirationSeconds: 3600}}]
                  containers:
                  - name: c
                    image: registry:5000/app
                    imagePullPolicy: Always
                    terminationMessagePath: /dev/termination-log
                    terminationMessagePolicy: File
                    ports: [{containerPort: 8080, hostPort: 8080, protocol: TCP}]
                    env: [{name: IP, valueFrom: {fieldRef: {apiVersion: v1, fieldPath: status.podIP}}}]
                    resources: {limits: {cpu: "1", memory: 1Gi}, requests: {cpu: 500m, memory: 1Gi}}
                    livenessProbe:
                      httpGet: {port: 8080, path: /, scheme: HTTP}
                      timeoutSeconds: 1
                      periodSeconds: 10
                      successThreshold: 1
                      failureThreshold: 3
                    readinessProbe:
                      grpc: {port: 9000, service: ""}
                      timeoutSeconds: 1
                      periodSeconds: 3
                      successThreshold: 1
                      failureThreshold: 3
                status: {phase: Pending, qosClass: Burstable}
                """));
  }

  @ParameterizedTest(name = "{0} is pulled {1}")
  @CsvSource({
    "nginx, Always",
    "nginx:latest, Always",
    "nginx:1.7.9, IfNotPresent",
    "registry:5000/nginx, Always",
    "registry:5000/nginx:1, IfNotPresent",
    "nginx@sha256:0123456789abcdef, IfNotPresent",
    "nginx:latest@sha256:01, IfNotPresent",
  })
  void imagePullPolicy(String image, String policy) {
    assertThat(ContainerDefaults.pullPolicy(image)).isEqualTo(policy);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "[{resources: {}}]                                                        | BestEffort",
        "[{resources: {requests: {cpu: 1m}}}]                                     | Burstable",
        "[{resources: {limits: {cpu: 0}}}]                                        | BestEffort",
        "[{resources: {limits: {cpu: 1, memory: 1Gi}}}]                           | Guaranteed",
        "[{resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 500m}}}]    | Burstable",
        "[{resources: {limits: {cpu: 1, memory: 1Gi}}}, {resources: {}}]          | Burstable",
        "[{resources: {limits: {cpu: 1, memory: 1Gi}, requests: {cpu: 1000m}}}]   | Guaranteed",
        "[{resources: {limits: {ephemeral-storage: 1Gi}}}]                        | BestEffort",
      })
  void qosClass(String containers, String expected) {
    ObjectNode pod =
        Manifests.object(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: "
                + containers
                + "}}");
    assertThat(Manifests.created(pod).status().path("qosClass").asText()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ports: [{port: 80}]} | {ports: [{port: 80, protocol: TCP, targetPort: 80}],"
            + " sessionAffinity: None, type: ClusterIP, internalTrafficPolicy: Cluster}",
        "{type: NodePort, ports: [{port: 80, targetPort: http}]} | {type: NodePort,"
            + " ports: [{port: 80, targetPort: http, protocol: TCP}], sessionAffinity: None,"
            + " internalTrafficPolicy: Cluster, externalTrafficPolicy: Cluster}",
        "{type: LoadBalancer, sessionAffinity: ClientIP} | {type: LoadBalancer,"
            + " sessionAffinity: ClientIP, sessionAffinityConfig: {clientIP: {timeoutSeconds: 10800}},"
            + " internalTrafficPolicy: Cluster, externalTrafficPolicy: Cluster,"
            + " allocateLoadBalancerNodePorts: true}",
        "{type: ExternalName, externalName: a.example} | {type: ExternalName,"
            + " externalName: a.example, sessionAffinity: None}",
      })
  void serviceSpec(String spec, String defaulted) {
    ObjectNode service =
        Manifests.object(
            "{apiVersion: v1, kind: Service, metadata: {name: s}, spec: " + spec + "}");
    assertThat(Manifests.created(service).spec()).isEqualTo(Manifests.yaml(defaulted));
    assertThat(Manifests.created(service).status().toString()).isEqualTo("{\"loadBalancer\":{}}");
  }

  @Test
  void namespace() {
    ObjectNode manifest =
        Manifests.object("{apiVersion: v1, kind: Namespace, metadata: {name: n1}}");
    assertThat(Manifests.created(manifest).json())
        .isEqualTo(
            Manifests.yaml(
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: n1, labels: {kubernetes.io/metadata.name: n1}}
                spec: {finalizers: [kubernetes]}
                status: {phase: Active}
                """));
  }

  @Test
  void defaultingTwiceIsDefaultingOnce() {
    ObjectNode pod =
        Manifests.object(
            "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image:"
                + " a}], volumes: [{name: v}]}}");
    ObjectNode once = Manifests.created(pod).copy();
    assertThat(Manifests.created(once).json()).isEqualTo(once);
  }
}
