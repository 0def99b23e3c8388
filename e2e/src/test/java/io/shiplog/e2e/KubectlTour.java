package io.shiplog.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.e2e.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** What people do with kubectl, done with one kubectl from the first command to the last. */
final class KubectlTour {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Installation cluster;
  private final String program;
  private final String file;

  /**
   * Prepares a tour with a manifest of its own.
   *
   * @param program the kubectl
   * @param example the manifest to take along: its Deployment becomes {@code web}
   */
  KubectlTour(Installation cluster, String program, Path example) throws IOException {
    this.cluster = cluster;
    this.program = program;
    Path manifest = cluster.home().resolve("web.yaml");
    Files.writeString(
        manifest,
        Files.readString(example)
            .replace("nginx-deployment", "web")
            .replace("name: nginx\nspec", "name: web\nspec")
            .replace("app: nginx", "app: web"));
    this.file = manifest.toString();
  }

  /** The whole way. */
  void run() throws IOException {
    create();
    look();
    try (Watching pods = new Watching(cluster, program, "pods", "-l", "app=web")) {
      change();
      pods.await("web-", "Pending", "ContainerCreating", "Running", "Terminating");
    }
    edit();
    refuse();
    delete();
  }

  private Ran kubectl(String... arguments) {
    return cluster.with(program, arguments);
  }

  private void create() {
    assertThat(kubectl("version").ok()).contains("shiplog");
    assertThat(kubectl("create", "-f", file).ok())
        .contains("deployment.apps/web created", "service/web created");
    assertThat(kubectl("rollout", "status", "deployment/web").ok())
        .contains("successfully rolled out");
  }

  private void look() {
    assertThat(kubectl("get", "deploy,rs,pods,svc,endpointslices", "-o", "wide").ok())
        .contains("deployment.apps/web", "UP-TO-DATE", "CLUSTER-IP", "ENDPOINTS", "10.244.");
    assertThat(kubectl("get", "nodes", "-o", "wide").ok())
        .contains("node-1", "Ready", "containerd://");
    assertThat(kubectl("describe", "deployment", "web").ok())
        .contains("NewReplicaSetAvailable", "ScalingReplicaSet");
    assertThat(kubectl("explain", "deployment.spec").ok()).contains("replicas");
    assertThat(kubectl("api-resources").ok()).contains("endpointslices");
  }

  private void change() {
    assertThat(kubectl("apply", "-f", file).ok()).contains("deployment.apps/web");
    kubectl("scale", "deployment/web", "--replicas=3").ok();
    kubectl("rollout", "status", "deployment/web").ok();
    cluster.awaitPods("app=web", 3);
    kubectl("label", "deployment", "web", "tier=front").ok();
    kubectl("annotate", "deployment", "web", "note=1").ok();
    kubectl("patch", "deployment", "web", "-p", "{\"spec\":{\"replicas\":1}}").ok();
    awaitPodObjects(1);
    assertThat(kubectl("get", "deployment", "web", "-o", "yaml").ok())
        .contains("tier: front", "note: \"1\"", "replicas: 1");
    kubectl("logs", "deployment/web").ok();
  }

  /** With an editor that changes what it is shown, as a person would. */
  private void edit() throws IOException {
    Path editor = cluster.home().resolve("editor");
    Files.writeString(editor, "#!/bin/sh\nexec sed -i 's/tier: front/tier: edge/' \"$1\"\n");
    Files.setPosixFilePermissions(editor, PosixFilePermissions.fromString("rwx------"));
    Ran.run(
            60,
            cluster.kubectlEnvironment("KUBE_EDITOR", editor.toString()),
            List.of(program, "edit", "deployment", "web"))
        .ok();
    assertThat(kubectl("get", "deployment", "web", "-o", "yaml").ok()).contains("tier: edge");
  }

  private void refuse() {
    assertThat(kubectl("create", "-f", file).output())
        .contains("deployments.apps \"web\" already exists");
    assertThat(kubectl("patch", "deployment", "web", "-p", "{\"spec\":{\"replicas\":-1}}").output())
        .contains("spec.replicas", "must be greater than or equal to 0");
  }

  private void delete() {
    assertThat(kubectl("delete", "pods", "-l", "app=web", "--wait=false").ok()).contains("deleted");
    cluster.awaitPods("app=web", 1);
    kubectl("delete", "-f", file, "--wait=true").ok();
    awaitPodObjects(0);
  }

  /** Waits until there are that many pods, those on their way out included. */
  private void awaitPodObjects(int count) {
    Await.until(
        count + " pods of web",
        PATIENCE,
        () -> cluster.get("pods", "-l", "app=web").path("items").size(),
        found -> found == count);
  }
}
