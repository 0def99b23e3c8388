package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import io.shiplog.model.schema.Schemas;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class ProtobufBodiesTest {

  private final ProtobufBodies bodies = new ProtobufBodies(Schemas.builtin());

  @Test
  void mapsBytesTimesAndZerosBecomeJson() {
    V1.Secret secret =
        V1.Secret.newBuilder()
            .setMetadata(
                Meta.ObjectMeta.newBuilder()
                    .setName("s")
                    .setNamespace("")
                    .setGeneration(0)
                    .putLabels("a", "")
                    .setCreationTimestamp(Meta.Time.newBuilder()))
            .putData("k", ByteString.copyFromUtf8("hello"))
            .setImmutable(false)
            .setType("Opaque")
            .build();

    assertThat(bodies.decode(envelope("v1", "Secret", secret.toByteString())))
        .isEqualTo(
            Json.parseObject(
                """
                {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "immutable": false,
                 "metadata": {"name": "s", "labels": {"a": ""}},
                 "data": {"k": "aGVsbG8="}}
                """));
  }

  @Test
  void whatJsonInlinesIsInlined() {
    V1.Container container =
        V1.Container.newBuilder()
            .setName("c")
            .setResources(
                V1.ResourceRequirements.newBuilder()
                    .putLimits("cpu", Quantity.newBuilder().setString("100m").build()))
            .addEnv(
                V1.EnvVar.newBuilder()
                    .setName("E")
                    .setValueFrom(
                        V1.EnvVarSource.newBuilder()
                            .setSecretKeyRef(
                                V1.SecretKeySelector.newBuilder()
                                    .setLocalObjectReference(
                                        V1.LocalObjectReference.newBuilder().setName("s"))
                                    .setKey("k"))))
            .setLivenessProbe(
                V1.Probe.newBuilder()
                    .setHandler(
                        V1.ProbeHandler.newBuilder()
                            .setTcpSocket(
                                V1.TCPSocketAction.newBuilder()
                                    .setPort(IntOrString.newBuilder().setType(0).setIntVal(80)))))
            .build();
    V1.Pod pod =
        V1.Pod.newBuilder()
            .setSpec(
                V1.PodSpec.newBuilder()
                    .addContainers(container)
                    .addVolumes(
                        V1.Volume.newBuilder()
                            .setName("v")
                            .setVolumeSource(
                                V1.VolumeSource.newBuilder()
                                    .setEmptyDir(V1.EmptyDirVolumeSource.newBuilder()))))
            .build();

    assertThat(bodies.decode(envelope("v1", "Pod", pod.toByteString())).path("spec").toString())
        .isEqualTo(
            "{\"volumes\":[{\"name\":\"v\",\"emptyDir\":{}}],\"containers\":[{\"name\":\"c\","
                + "\"env\":[{\"name\":\"E\",\"valueFrom\":{\"secretKeyRef\":{\"name\":\"s\","
                + "\"key\":\"k\"}}}],\"resources\":{\"limits\":{\"cpu\":\"100m\"}},"
                + "\"livenessProbe\":{\"tcpSocket\":{\"port\":80}}}]}");
  }

  @Test
  void aZeroThatIsAWishStays() {
    V1Apps.Deployment deployment =
        V1Apps.Deployment.newBuilder()
            .setSpec(V1Apps.DeploymentSpec.newBuilder().setReplicas(0).setMinReadySeconds(0))
            .build();
    assertThat(
            bodies
                .decode(envelope("apps/v1", "Deployment", deployment.toByteString()))
                .path("spec")
                .toString())
        .isEqualTo("{\"replicas\":0}");

    Meta.DeleteOptions options =
        Meta.DeleteOptions.newBuilder()
            .setGracePeriodSeconds(0)
            .setPropagationPolicy("Background")
            .build();
    assertThat(bodies.decode(envelope("apps/v1", "DeleteOptions", options.toByteString())))
        .hasToString(
            "{\"apiVersion\":\"apps/v1\",\"kind\":\"DeleteOptions\",\"gracePeriodSeconds\":0,"
                + "\"propagationPolicy\":\"Background\"}");
  }

  @Test
  void whatIsNoMessageIsRefused() {
    ByteString garbage = ByteString.copyFrom(new byte[] {(byte) 0xff, (byte) 0xff});
    assertThatThrownBy(() -> bodies.decode(new byte[0])).isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> bodies.decode(envelope("v1", "Pod", garbage)))
        .isInstanceOf(ApiException.class);
    assertThatThrownBy(() -> bodies.decode(envelope("example.com/v1", "Widget", garbage)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("no kind \"Widget\" is known for version \"example.com/v1\"");
  }

  static byte[] envelope(String apiVersion, String kind, ByteString message) {
    Runtime.Unknown unknown =
        Runtime.Unknown.newBuilder()
            .setTypeMeta(Runtime.TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
            .setRaw(message)
            .build();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(new byte[] {'k', '8', 's', 0});
    body.writeBytes(unknown.toByteArray());
    return body.toByteArray();
  }
}
