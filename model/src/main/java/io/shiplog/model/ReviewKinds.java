package io.shiplog.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Kinds that are questions about access: they can be created, and the answer is the object, but
 * they are never stored. So they are not in the {@link Catalogue}, and no command can hold one.
 */
public final class ReviewKinds {

  public static final ResourceType SELF_SUBJECT =
      in("authentication", "selfsubjectreviews", "SelfSubjectReview", false);
  public static final ResourceType SELF_ACCESS =
      in("authorization", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false);
  public static final ResourceType SELF_RULES =
      in("authorization", "selfsubjectrulesreviews", "SelfSubjectRulesReview", false);
  public static final ResourceType ACCESS =
      in("authorization", "subjectaccessreviews", "SubjectAccessReview", false);
  public static final ResourceType LOCAL_ACCESS =
      in("authorization", "localsubjectaccessreviews", "LocalSubjectAccessReview", true);

  /** All of them. */
  public static final List<ResourceType> ALL =
      List.of(SELF_SUBJECT, LOCAL_ACCESS, SELF_ACCESS, SELF_RULES, ACCESS);

  private ReviewKinds() {}

  /** Looks up what a URL names. */
  public static Optional<ResourceType> byPath(String group, String version, String plural) {
    return ALL.stream()
        .filter(type -> type.group().equals(group) && type.version().equals(version))
        .filter(type -> type.plural().equals(plural))
        .findFirst();
  }

  private static ResourceType in(String group, String plural, String kind, boolean namespaced) {
    return new ResourceType(
        group + ".k8s.io",
        "v1",
        plural,
        kind.toLowerCase(Locale.ROOT),
        kind,
        List.of(),
        List.of(),
        namespaced,
        Set.of(),
        Catalogue.MAIN_SHARD,
        "io.k8s.api." + group + ".v1." + kind);
  }
}
