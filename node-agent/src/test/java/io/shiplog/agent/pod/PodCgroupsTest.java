package io.shiplog.agent.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.shiplog.agent.decide.resources.PodBounds;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In plain folders that stand for the kernel's; the real ones are in NodeAgentGuardsTest. */
class PodCgroupsTest {

  private static final PodBounds BOUNDS = new PodBounds(512, 20_000, 1 << 20);

  @TempDir Path root;

  @Test
  void eachHierarchyOfVersion1GetsItsBounds() throws Exception {
    Files.createDirectories(root.resolve("cpu"));
    Files.createDirectories(root.resolve("memory"));
    new PodCgroups(root).ensure("/s/podu", BOUNDS);
    assertThat(root.resolve("cpu/s/podu/cpu.shares")).hasContent("512");
    assertThat(root.resolve("cpu/s/podu/cpu.cfs_period_us")).hasContent("100000");
    assertThat(root.resolve("cpu/s/podu/cpu.cfs_quota_us")).hasContent("20000");
    assertThat(root.resolve("memory/s/podu/memory.limit_in_bytes")).hasContent("1048576");
    new PodCgroups(root).ensure("/s/podw", new PodBounds(2, 0, 0));
    assertThat(root.resolve("cpu/s/podw/cpu.cfs_quota_us")).doesNotExist();
    assertThat(root.resolve("memory/s/podw")).doesNotExist();
  }

  @Test
  void version2HandsItsControllersDown() throws Exception {
    Files.createDirectories(root.resolve("s/podu"));
    Files.writeString(root.resolve("cgroup.controllers"), "cpu memory\n");
    Files.writeString(root.resolve("cgroup.subtree_control"), "cpu memory\n");
    Files.writeString(root.resolve("s/cgroup.subtree_control"), "cpu\n");
    new PodCgroups(root).ensure("/s/podu", BOUNDS);
    assertThat(root.resolve("cgroup.subtree_control")).hasContent("cpu memory\n");
    assertThat(root.resolve("s/cgroup.subtree_control")).hasContent("+memory");
    assertThat(root.resolve("s/podu/cgroup.subtree_control")).doesNotExist();
    assertThat(root.resolve("s/podu/cpu.weight")).hasContent("20");
    assertThat(root.resolve("s/podu/cpu.max")).hasContent("20000 100000");
    assertThat(root.resolve("s/podu/memory.max")).hasContent("1048576");
  }
}
