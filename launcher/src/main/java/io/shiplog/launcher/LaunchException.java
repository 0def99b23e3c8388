package io.shiplog.launcher;

/** Something a person has to know: what happened, and what to do about it. */
final class LaunchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LaunchException(String message) {
    super(message);
  }

  LaunchException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
