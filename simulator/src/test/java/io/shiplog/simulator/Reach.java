package io.shiplog.simulator;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All code of ours that some classes can lead to, call by call, and on which way. What a lambda
 * does counts as done where it is written. A call through an interface or a superclass leads to
 * every implementation of which somebody makes an object; one that others could call, because it
 * overrides theirs, may be called by them as soon as there is such an object. A record whose class
 * object is taken may be made by reflection, as Jackson does. Code of others is not followed.
 */
final class Reach {

  private final JavaClasses ours;
  private final Map<JavaCodeUnit, JavaCodeUnit> from = new LinkedHashMap<>();
  private final Deque<JavaCodeUnit> toRead = new ArrayDeque<>();
  private final Set<JavaClass> begun = new HashSet<>();
  private final Set<JavaClass> made = new HashSet<>();
  private final Map<String, Map<JavaClass, JavaCodeUnit>> called = new HashMap<>();

  private Reach(JavaClasses ours) {
    this.ours = ours;
  }

  /** From every method of those classes on. */
  static Reach of(JavaClasses ours, Predicate<JavaClass> roots) {
    Reach reach = new Reach(ours);
    for (JavaClass root : ours) {
      if (roots.test(root)) {
        root.getCodeUnits().forEach(unit -> reach.reached(unit, null));
        reach.made(root, null);
      }
    }
    while (!reach.toRead.isEmpty()) {
      reach.read(reach.toRead.removeFirst());
    }
    return reach;
  }

  /** Everything that is reached. */
  Set<JavaCodeUnit> units() {
    return from.keySet();
  }

  /** How it comes to that, from a root on. */
  List<String> way(JavaCodeUnit unit) {
    List<String> way = new ArrayList<>();
    for (JavaCodeUnit on = unit; on != null; on = from.get(on)) {
      way.addFirst(on.getFullName());
    }
    return way;
  }

  private void reached(JavaCodeUnit unit, JavaCodeUnit by) {
    if (isOurs(unit.getOwner()) && !from.containsKey(unit)) {
      from.put(unit, by);
      toRead.add(unit);
      begin(unit.getOwner(), unit);
      if (unit instanceof JavaConstructor) {
        made(unit.getOwner(), unit);
      }
    }
  }

  private void read(JavaCodeUnit unit) {
    for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
      begin(access.getTargetOwner(), unit);
      access
          .getTarget()
          .resolveMember()
          .ifPresent(
              member -> {
                if (member instanceof JavaCodeUnit target) {
                  reached(target, unit);
                  overridden(target, access.getTargetOwner(), unit);
                }
              });
    }
    for (ReferencedClassObject object : unit.getReferencedClassObjects()) {
      if (object.getRawType().isRecord()) {
        object.getRawType().getCodeUnits().forEach(one -> reached(one, unit));
      }
    }
  }

  /** The class is initialized when it is touched. */
  private void begin(JavaClass type, JavaCodeUnit by) {
    if (isOurs(type) && begun.add(type)) {
      type.getStaticInitializer().ifPresent(start -> reached(start, by));
    }
  }

  /** A virtual call: it leads to whatever of the kind there is, now or later. */
  private void overridden(JavaCodeUnit target, JavaClass owner, JavaCodeUnit by) {
    boolean isVirtual =
        target instanceof JavaMethod && !target.getModifiers().contains(JavaModifier.STATIC);
    if (isVirtual
        && called.computeIfAbsent(signature(target), key -> new HashMap<>()).putIfAbsent(owner, by)
            == null) {
      owner.getAllSubclasses().stream()
          .filter(made::contains)
          .forEach(type -> reachIn(type, target, by));
    }
  }

  private void reachIn(JavaClass type, JavaCodeUnit target, JavaCodeUnit by) {
    String signature = signature(target);
    type.getAllMethods().stream()
        .filter(method -> signature(method).equals(signature))
        .forEach(method -> reached(method, by));
  }

  /** There may be an object of it. */
  private void made(JavaClass type, JavaCodeUnit by) {
    if (!made.add(type)) {
      return;
    }
    for (JavaMethod method : type.getAllMethods()) {
      Map<JavaClass, JavaCodeUnit> callers = called.getOrDefault(signature(method), Map.of());
      callers.forEach(
          (owner, caller) -> {
            if (type.isAssignableTo(owner.getName())) {
              reached(method, caller);
            }
          });
      if (overridesTheirs(type, method)) {
        reached(method, by);
      }
    }
  }

  private boolean overridesTheirs(JavaClass type, JavaMethod method) {
    Set<JavaClass> above = new HashSet<>(type.getAllRawSuperclasses());
    above.addAll(type.getAllRawInterfaces());
    return above.stream()
        .filter(one -> !isOurs(one))
        .flatMap(one -> one.getMethods().stream())
        .anyMatch(theirs -> signature(theirs).equals(signature(method)));
  }

  private boolean isOurs(JavaClass type) {
    return ours.contain(type.getName());
  }

  private static String signature(JavaCodeUnit unit) {
    List<String> types = unit.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    return unit.getName() + types;
  }
}
