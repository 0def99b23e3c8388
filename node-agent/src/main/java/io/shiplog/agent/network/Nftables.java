package io.shiplog.agent.network;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * libnftables, called in this process: about 6 ms for an update, against 30 for starting {@code
 * nft}. Not thread-safe.
 */
public final class Nftables implements NftRunner, AutoCloseable {

  private static final String LIBRARY = "libnftables.so.1";

  private final Arena arena = Arena.ofShared();
  private final MethodHandle run;
  private final MethodHandle error;
  private final MethodHandle free;
  private final MemorySegment context;

  /**
   * Opens the library.
   *
   * @throws IllegalArgumentException if libnftables (Debian's package libnftables1) is not there
   */
  public Nftables() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, arena);
    MethodHandle create =
        linker.downcallHandle(
            library.findOrThrow("nft_ctx_new"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    MethodHandle bufferError =
        linker.downcallHandle(
            library.findOrThrow("nft_ctx_buffer_error"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    run =
        linker.downcallHandle(
            library.findOrThrow("nft_run_cmd_from_buffer"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    error =
        linker.downcallHandle(
            library.findOrThrow("nft_ctx_get_error_buffer"),
            FunctionDescriptor.of(
                ValueLayout.ADDRESS.withTargetLayout(
                    java.lang.foreign.MemoryLayout.sequenceLayout(
                        Long.MAX_VALUE, ValueLayout.JAVA_BYTE)),
                ValueLayout.ADDRESS));
    free =
        linker.downcallHandle(
            library.findOrThrow("nft_ctx_free"), FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));
    try {
      context = (MemorySegment) create.invokeExact(0);
      int buffered = (int) bufferError.invokeExact(context);
      if (buffered != 0) {
        throw new IllegalStateException("libnftables cannot buffer its errors");
      }
    } catch (Throwable e) {
      throw propagate(e);
    }
  }

  @Override
  public void run(String script) {
    try (Arena call = Arena.ofConfined()) {
      int failed = (int) run.invokeExact(context, call.allocateFrom(script));
      if (failed != 0) {
        MemorySegment text = (MemorySegment) error.invokeExact(context);
        throw new NftException(text.getString(0), script);
      }
    } catch (Throwable e) {
      throw propagate(e);
    }
  }

  @Override
  public void close() {
    try {
      free.invokeExact(context);
    } catch (Throwable e) {
      throw propagate(e);
    }
    arena.close();
  }

  private static RuntimeException propagate(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return e instanceof RuntimeException failure ? failure : new IllegalStateException(e);
  }
}
