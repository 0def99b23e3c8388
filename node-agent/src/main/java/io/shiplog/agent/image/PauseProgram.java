package io.shiplog.agent.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The smallest program that does nothing for ever: an ELF executable of a header and one loop
 * around a system call that sleeps until a signal comes. It keeps a pod's namespaces alive.
 */
final class PauseProgram {

  private static final long BASE = 0x400000;
  private static final int HEADERS = 64 + 56;
  private static final short X86_64 = 62;
  private static final short AARCH64 = 183;

  /** again: mov eax, 34 (pause); syscall; jmp again. */
  private static final byte[] X86_64_CODE = {
    (byte) 0xb8, 34, 0, 0, 0, 0x0f, 0x05, (byte) 0xeb, (byte) 0xf7
  };

  /** again: x0..x3 = 0; x8 = 73 (ppoll); svc 0; b again. */
  private static final int[] AARCH64_CODE = {
    0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd2800928, 0xd4000001, 0x17fffffa
  };

  private PauseProgram() {}

  /**
   * The executable.
   *
   * @param architecture {@code amd64} or {@code arm64}
   * @throws IllegalArgumentException for any other
   */
  static byte[] elf(String architecture) {
    return switch (architecture) {
      case "amd64" -> elf(X86_64, X86_64_CODE);
      case "arm64" -> elf(AARCH64, bytes(AARCH64_CODE));
      default -> throw new IllegalArgumentException("no pause program for " + architecture);
    };
  }

  private static byte[] bytes(int[] words) {
    ByteBuffer buffer = ByteBuffer.allocate(words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      buffer.putInt(word);
    }
    return buffer.array();
  }

  /** ELF header and one loadable segment, as in the System V ABI, chapters 4 and 5. */
  private static byte[] elf(short machine, byte[] code) {
    int size = HEADERS + code.length;
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    file.putShort((short) 2).putShort(machine).putInt(1);
    file.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
    file.putShort((short) 64).putShort((short) 56).putShort((short) 1);
    file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    file.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
    file.putLong(size).putLong(size).putLong(0x1000);
    file.put(code);
    return file.array();
  }
}
