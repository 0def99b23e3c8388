package io.shiplog.ledger.decide.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.schema.Schema;
import io.shiplog.model.schema.Schemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which fields of a pod's and a Service's spec somebody acts on, or refuses, and what the writer of
 * any other is told. Each field of the schema is in this table. README's "Not there yet" names
 * those that are not acted on.
 */
final class UnservedFields {

  static final String PACKAGE = "io.k8s.api.core.v1.";

  /**
   * {@code Type: fields} are acted on or refused. {@code Type.fields: words} are not: whatever they
   * hold, or, where a value follows the field, that one ({@code =}) or any other ({@code !=}).
   */
  private static final String TABLE =
      """
      PodSpec: activeDeadlineSeconds affinity containers dnsConfig dnsPolicy enableServiceLinks
      PodSpec: ephemeralContainers hostAliases hostIPC hostNetwork hostPID hostUsers hostname
      PodSpec: imagePullSecrets initContainers nodeName nodeSelector os overhead preemptionPolicy priority
      PodSpec: priorityClassName readinessGates resources restartPolicy runtimeClassName
      PodSpec: schedulerName schedulingGates securityContext serviceAccount serviceAccountName
      PodSpec: shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations
      PodSpec: topologySpreadConstraints volumes
      PodSpec.automountServiceAccountToken=true: ServiceAccounts have no tokens, so none is mounted
      PodSpec.hostnameOverride: the host name follows from hostname and the pod's name
      PodSpec.resourceClaims: no devices are allocated
      PodSpec.schedulingGroup: each pod is scheduled by itself
      PodSpec.setHostnameAsFQDN=true: the host name stays the short one
      PodOS: name
      Container: args command env envFrom image imagePullPolicy lifecycle livenessProbe name ports
      Container: readinessProbe resources restartPolicy securityContext startupProbe stdin stdinOnce
      Container: terminationMessagePath terminationMessagePolicy tty volumeMounts workingDir
      Container.resizePolicy: resources of a container that runs are not changed
      Container.restartPolicyRules: restartPolicy alone says when containers start again
      Container.volumeDevices: there are no block volumes
      ResourceRequirements: limits requests
      ResourceRequirements.claims: no devices are allocated
      PodSecurityContext: appArmorProfile fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot
      PodSecurityContext: runAsUser seccompProfile supplementalGroups supplementalGroupsPolicy sysctls
      PodSecurityContext.seLinuxChangePolicy,seLinuxOptions: no SELinux labels are set
      PodSecurityContext.windowsOptions: every node runs Linux
      SecurityContext: allowPrivilegeEscalation appArmorProfile capabilities privileged procMount
      SecurityContext: readOnlyRootFilesystem runAsGroup runAsNonRoot runAsUser seccompProfile
      SecurityContext.seLinuxOptions: no SELinux labels are set
      SecurityContext.windowsOptions: every node runs Linux
      AppArmorProfile: localhostProfile type
      Capabilities: add drop
      SeccompProfile: localhostProfile type
      Sysctl: name value
      Volume: configMap downwardAPI emptyDir hostPath name projected secret
      Volume.awsElasticBlockStore,azureDisk,azureFile,cephfs,cinder,csi,ephemeral,fc,flexVolume,\
      flocker,gcePersistentDisk,gitRepo,glusterfs,image,iscsi,nfs,persistentVolumeClaim,\
      photonPersistentDisk,portworxVolume,quobyte,rbd,scaleIO,storageos,vsphereVolume: \
      no node mounts volumes of this kind, so the pod will not start
      ConfigMapVolumeSource: defaultMode items name optional
      SecretVolumeSource: defaultMode items optional secretName
      DownwardAPIVolumeSource: defaultMode items
      DownwardAPIVolumeFile: fieldRef mode path resourceFieldRef
      EmptyDirVolumeSource: medium sizeLimit
      HostPathVolumeSource: path type
      ProjectedVolumeSource: defaultMode sources
      VolumeProjection: configMap downwardAPI secret
      VolumeProjection.clusterTrustBundle,podCertificate,serviceAccountToken: no file appears for it
      ConfigMapProjection: items name optional
      SecretProjection: items name optional
      DownwardAPIProjection: items
      KeyToPath: key mode path
      VolumeMount: mountPath mountPropagation name readOnly subPath subPathExpr
      VolumeMount.recursiveReadOnly!=Disabled: mounts below this one are not made read-only
      EnvVar: name value valueFrom
      EnvVarSource: configMapKeyRef fieldRef resourceFieldRef secretKeyRef
      EnvVarSource.fileKeyRef: the variable stays empty
      EnvFromSource: configMapRef prefix secretRef
      ConfigMapEnvSource: name optional
      SecretEnvSource: name optional
      ConfigMapKeySelector: key name optional
      SecretKeySelector: key name optional
      ObjectFieldSelector: apiVersion fieldPath
      ResourceFieldSelector: containerName divisor resource
      ContainerPort: containerPort hostIP hostPort name protocol
      Lifecycle: postStart preStop
      Lifecycle.stopSignal: containers get the signal of their image
      LifecycleHandler: exec httpGet sleep
      LifecycleHandler.tcpSocket: no connection is opened
      SleepAction: seconds
      Probe: exec failureThreshold grpc httpGet initialDelaySeconds periodSeconds successThreshold
      Probe: tcpSocket terminationGracePeriodSeconds timeoutSeconds
      ExecAction: command
      GRPCAction: port service
      HTTPGetAction: host httpHeaders path port scheme
      HTTPHeader: name value
      TCPSocketAction: host port
      Affinity: nodeAffinity podAffinity podAntiAffinity
      NodeAffinity: preferredDuringSchedulingIgnoredDuringExecution
      NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution
      PodAffinity: preferredDuringSchedulingIgnoredDuringExecution
      PodAffinity: requiredDuringSchedulingIgnoredDuringExecution
      PodAntiAffinity: preferredDuringSchedulingIgnoredDuringExecution
      PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution
      PreferredSchedulingTerm: preference weight
      NodeSelector: nodeSelectorTerms
      NodeSelectorTerm: matchExpressions matchFields
      NodeSelectorRequirement: key operator values
      WeightedPodAffinityTerm: podAffinityTerm weight
      PodAffinityTerm: labelSelector matchLabelKeys mismatchLabelKeys namespaceSelector namespaces
      PodAffinityTerm: topologyKey
      TopologySpreadConstraint: labelSelector matchLabelKeys maxSkew minDomains nodeAffinityPolicy
      TopologySpreadConstraint: nodeTaintsPolicy topologyKey whenUnsatisfiable
      Toleration: effect key operator tolerationSeconds value
      HostAlias: hostnames ip
      LocalObjectReference: name
      PodDNSConfig: nameservers options searches
      PodDNSConfigOption: name value
      PodReadinessGate: conditionType
      PodSchedulingGate: name
      ServiceSpec: allocateLoadBalancerNodePorts clusterIP clusterIPs externalIPs
      ServiceSpec: externalTrafficPolicy internalTrafficPolicy ipFamilies ipFamilyPolicy
      ServiceSpec: loadBalancerClass loadBalancerIP loadBalancerSourceRanges ports
      ServiceSpec: publishNotReadyAddresses selector sessionAffinity sessionAffinityConfig type
      ServiceSpec.externalName: there is no cluster DNS to lead to it
      ServiceSpec.healthCheckNodePort: no node listens there
      ServiceSpec.trafficDistribution: every node sends to the endpoints of all zones
      ServicePort: appProtocol name nodePort port protocol targetPort
      SessionAffinityConfig: clientIP
      ClientIPConfig: timeoutSeconds
      """;

  private static final Map<String, Unserved> UNSERVED = new HashMap<>();
  private static final Set<String> SERVED = new HashSet<>();

  static {
    TABLE.lines().forEach(UnservedFields::read);
  }

  /**
   * A field that nobody acts on.
   *
   * @param value the value that is meant; null for any
   * @param but whether any other value is meant instead
   * @param words what happens instead
   */
  record Unserved(String value, boolean but, String words) {

    boolean means(JsonNode given) {
      return value == null || given.asText().equals(value) != but;
    }
  }

  private UnservedFields() {}

  /** Tells of each field of a spec that nobody acts on: {@code path: not acted on: words}. */
  static void check(Field spec, String type, Consumer<String> told) {
    check(spec, Schemas.builtin().definition(PACKAGE + type).orElseThrow(), type, told);
  }

  private static void check(Field at, Schema schema, String type, Consumer<String> told) {
    for (Map.Entry<String, JsonNode> entry : at.node().properties()) {
      String name = entry.getKey();
      Unserved unserved = UNSERVED.get(type + "." + name);
      Schema field = schema.properties().get(name);
      if (unserved == null && field != null) {
        below(at.at(name), field, told);
      } else if (unserved != null && unserved.means(entry.getValue())) {
        told.accept(at.at(name).path() + ": not acted on: " + unserved.words());
      }
    }
  }

  private static void below(Field at, Schema schema, Consumer<String> told) {
    if (schema.type() == Schema.Type.ARRAY) {
      if (!schema.items().reference().isEmpty()) {
        at.items().forEach(item -> below(item, schema.items(), told));
      }
    } else if (schema.reference().startsWith(PACKAGE)) {
      String type = schema.reference().substring(PACKAGE.length());
      check(at, Schemas.builtin().resolve(schema), type, told);
    }
  }

  private static void read(String line) {
    int colon = line.indexOf(": ");
    String fields = line.substring(0, colon);
    String rest = line.substring(colon + 2);
    int dot = fields.indexOf('.');
    if (dot < 0) {
      for (String name : rest.split(" ")) {
        SERVED.add(fields + "." + name);
      }
      return;
    }
    String type = fields.substring(0, dot);
    String[] value = fields.substring(dot + 1).split("!?=", 2);
    boolean but = fields.contains("!=");
    for (String name : value[0].split(",")) {
      String of = value.length == 2 ? value[1] : null;
      UNSERVED.put(type + "." + name, new Unserved(of, but, rest));
    }
  }

  /** Whether the table says {@code Type.field}. */
  static boolean knows(String field) {
    return SERVED.contains(field) || UNSERVED.containsKey(field);
  }

  /** Whether nobody acts on any value of {@code Type.field}, nor on what is below it. */
  static boolean ends(String field) {
    return UNSERVED.containsKey(field) && UNSERVED.get(field).value() == null;
  }

  /** All rows, as {@code Type.field}. */
  static List<String> rows() {
    List<String> rows = new ArrayList<>(SERVED);
    rows.addAll(UNSERVED.keySet());
    return rows;
  }

  /** The rows of fields that nobody acts on. */
  static Set<String> unserved() {
    return Set.copyOf(UNSERVED.keySet());
  }
}
