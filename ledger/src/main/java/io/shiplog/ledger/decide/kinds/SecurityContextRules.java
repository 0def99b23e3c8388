package io.shiplog.ledger.decide.kinds;

import java.util.List;
import java.util.regex.Pattern;

/** What security contexts must be. Source: the API reference of the two SecurityContexts. */
final class SecurityContextRules {

  private static final List<String> IDS = List.of("fsGroup", "runAsUser", "runAsGroup");
  private static final List<String> SECCOMP = List.of("Localhost", "RuntimeDefault", "Unconfined");
  private static final int LONGEST_SYSCTL = 253;
  private static final Pattern SYSCTL =
      Pattern.compile("([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?");

  private SecurityContextRules() {}

  /** The pod's own context, and how it agrees with the namespaces the pod shares. */
  static void pod(Field spec, Problems problems) {
    Field context = spec.at("securityContext");
    shared(context, problems);
    context.at("supplementalGroups").items().forEach(group -> id(group, problems));
    problems.oneOf(context.at("fsGroupChangePolicy"), List.of("Always", "OnRootMismatch"));
    problems.oneOf(context.at("supplementalGroupsPolicy"), List.of("Merge", "Strict"));
    for (Field sysctl : context.at("sysctls").items()) {
      Field name = sysctl.at("name");
      boolean tooLong = name.text().length() > LONGEST_SYSCTL;
      if (problems.demand(name) && (tooLong || !SYSCTL.matcher(name.text()).matches())) {
        problems.invalid(
            name,
            "must have at most "
                + LONGEST_SYSCTL
                + " characters and match regex ^"
                + SYSCTL.pattern()
                + "$");
      }
    }
    problems.unique(context.at("sysctls").items(), "name");
    if (spec.at("hostPID").isTrue() && spec.at("shareProcessNamespace").isTrue()) {
      problems.invalid(
          context.at("shareProcessNamespace"),
          true,
          "ShareProcessNamespace and HostPID cannot both be enabled");
    }
  }

  /** A container's context. */
  static void container(Field context, Problems problems) {
    if (!context.isSet()) {
      return;
    }
    shared(context, problems);
    problems.oneOf(context.at("procMount"), List.of("Default", "Unmasked"));
    Field escalation = context.at("allowPrivilegeEscalation");
    if (escalation.isSet() && !escalation.isTrue()) {
      if (context.at("privileged").isTrue()) {
        problems.invalid(
            context, "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
      }
      for (Field capability : context.at("capabilities").at("add").items()) {
        if (capability.text().equals("CAP_SYS_ADMIN")) {
          problems.invalid(
              context,
              "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add`"
                  + " CAP_SYS_ADMIN");
        }
      }
    }
  }

  private static void shared(Field context, Problems problems) {
    IDS.forEach(name -> id(context.at(name), problems));
    profile(context.at("seccompProfile"), "seccomp", problems);
    profile(context.at("appArmorProfile"), "AppArmor", problems);
  }

  private static void id(Field id, Problems problems) {
    problems.between(id, 0, Integer.MAX_VALUE);
  }

  private static void profile(Field profile, String what, Problems problems) {
    if (!profile.isSet()) {
      return;
    }
    Field local = profile.at("localhostProfile");
    boolean isLocal = profile.at("type").text().equals("Localhost");
    problems.demandOneOf(profile.at("type"), SECCOMP);
    if (isLocal && local.isEmpty()) {
      problems.required(local, "must be set when " + what + " type is Localhost");
    } else if (!isLocal && local.isSet()) {
      problems.invalid(local, "can only be set when type is Localhost");
    }
    if (isLocal) {
      PathRules.descending(local, problems);
    }
  }
}
