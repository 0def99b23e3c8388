package io.shiplog.standalone;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** The life of a process: start the roles, wait for the end. */
public class Process implements QuarkusApplication {

  private static final Logger LOG = Logger.getLogger(Process.class);

  private final Assembly assembly;

  @Inject
  Process(Assembly assembly) {
    this.assembly = assembly;
  }

  @Override
  public int run(String... args) {
    try {
      assembly.start();
    } catch (RuntimeException e) {
      LOG.error("this process cannot start", e);
      assembly.close();
      return 1;
    }
    Quarkus.waitForExit();
    return 0;
  }
}
