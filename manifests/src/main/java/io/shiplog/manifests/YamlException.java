package io.shiplog.manifests;

/** A text that is no YAML, or none that becomes JSON. */
public final class YamlException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String problem;
  private final int line;

  YamlException(String message, String problem, int line) {
    super(message);
    this.problem = problem;
    this.line = line;
  }

  /** What is wrong with a place that Kubernetes' words do not name, and people want to know. */
  static YamlException at(int line, String problem) {
    return new YamlException("yaml: " + problem, problem, line);
  }

  /** What is wrong, without a place. {@link #getMessage} says it as kube-apiserver does. */
  public String problem() {
    return problem;
  }

  /** The line where that shows, counted from one, or zero where no single line is wrong. */
  public int line() {
    return line;
  }
}
