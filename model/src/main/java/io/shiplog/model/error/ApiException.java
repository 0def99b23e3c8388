package io.shiplog.model.error;

/** Ends the work on one request with a {@link Status}; an expected failure, never a bug. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Status status;

  public ApiException(Status status) {
    super(status.message(), null, false, false);
    this.status = status;
  }

  /** What to tell the client. */
  public Status status() {
    return status;
  }
}
