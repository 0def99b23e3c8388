package io.shiplog.agent.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.agent.machine.Shell;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TarWriterTest {

  @TempDir Path folder;

  @Test
  void tarReadsWhatWasWritten() throws IOException {
    String deep = "a".repeat(90) + "/" + "b".repeat(90);
    byte[] archive =
        TarWriter.archive(
            tar -> {
              tar.directory("dir", 0750);
              tar.file("dir/file", 0644, "text".getBytes(StandardCharsets.UTF_8));
              tar.link("dir/link", "file");
              tar.file(deep, 0755, new byte[1000]);
            });
    Path file = folder.resolve("x.tar");
    Files.write(file, archive);
    assertThat(Shell.run("tar", "-tf", file.toString()))
        .isEqualTo("dir/\ndir/file\ndir/link\n" + deep + "\n");
    Shell.run("tar", "-xf", file.toString(), "-C", folder.toString());
    assertThat(folder.resolve("dir/link")).hasContent("text").isSymbolicLink();
    assertThat(Files.size(folder.resolve(deep))).isEqualTo(1000);
    assertThat(archive.length % 512).isZero();
  }

  @Test
  void nameThatFitsNowhereIsRefused() {
    assertThatThrownBy(() -> TarWriter.archive(tar -> tar.file("x".repeat(101), 0644, new byte[0])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("too long");
  }

  @ParameterizedTest
  @CsvSource({
    "nginx,                 docker.io/library/nginx:latest",
    "nginx:1.7.9,           docker.io/library/nginx:1.7.9",
    "team/app,              docker.io/team/app:latest",
    "localhost:5000/app:2,  localhost:5000/app:2",
    "example.org/app,       example.org/app:latest",
  })
  void fullNames(String name, String full) {
    assertThat(OfflineImages.fullName(name)).isEqualTo(full);
  }

  @Test
  void pauseIsAnExecutable() {
    byte[] elf = PauseProgram.elf("amd64");
    assertThat(elf).startsWith(0x7f, 'E', 'L', 'F').hasSize(64 + 56 + 9);
    assertThat(PauseProgram.elf("arm64")).hasSize(64 + 56 + 28);
  }
}
