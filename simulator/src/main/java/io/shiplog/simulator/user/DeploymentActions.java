package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.model.command.PatchType;
import io.shiplog.simulator.Dice;
import io.shiplog.simulator.Program;
import java.util.List;

/** What users do with Deployments. */
final class DeploymentActions {

  private static final String TEMPLATE_HASH = "pod-template-hash";

  private final Sight sight;
  private final UserCommands commands;

  DeploymentActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  void create(Dice dice) {
    String app = dice.pick(Names.APPS);
    ObjectNode deployment =
        Manifests.deployment(
            dice.pick(Names.NAMESPACES),
            app,
            dice.between(0, 4),
            Names.image(dice),
            dice.between(1, 3) * 100,
            dice.percent(50),
            dice.percent(80) ? "RollingUpdate" : "Recreate");
    PodSpecs.vary(Json.ensure(deployment, "spec", "template", "spec"), app, dice);
    Variety.add(deployment, dice);
    commands.create(Catalogue.DEPLOYMENTS, deployment, dice);
  }

  /** Through the object or its scale. */
  void scale(Dice dice) {
    int replicas = dice.between(0, 5);
    String subresource = dice.percent(50) ? "scale" : "";
    ObjectNode patch = UserCommands.json("{'spec':{'replicas':" + replicas + "}}");
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one ->
            commands.patch(Catalogue.DEPLOYMENTS, one, subresource, PatchType.MERGE, patch, dice));
  }

  void rollOut(Dice dice) {
    sight.any(Catalogue.DEPLOYMENTS, dice, one -> commands.rollOut(one, Names.image(dice), dice));
  }

  /** To an image that cannot be had: the rollout is stuck until somebody helps it. */
  void rollOutMissing(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS, dice, one -> commands.rollOut(one, Program.MISSING_IMAGE, dice));
  }

  /** To an image that cannot be started. */
  void rollOutBroken(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS, dice, one -> commands.rollOut(one, Program.BROKEN_IMAGE, dice));
  }

  /** Puts the template of one of its ReplicaSets back, as {@code kubectl rollout undo} does. */
  void rollBack(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        one -> !sight.revisions(one).isEmpty(),
        dice,
        one -> rollBack(one, dice.pick(sight.revisions(one)), dice));
  }

  private void rollBack(KubeObject deployment, KubeObject revision, Dice dice) {
    ObjectNode template = (ObjectNode) revision.spec().path("template").deepCopy();
    Json.ensure(template, "metadata", "labels").remove(TEMPLATE_HASH);
    ObjectNode patch = Json.object();
    patch.putObject("spec").set("template", template);
    commands.merge(Catalogue.DEPLOYMENTS, deployment, patch, dice);
  }

  void delete(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS, dice, one -> commands.delete(Catalogue.DEPLOYMENTS, one, dice));
  }

  /** Takes one finalizer off. */
  void release(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        Variety::isHeld,
        dice,
        one -> commands.release(Catalogue.DEPLOYMENTS, one, 1, dice));
  }

  /** Deletes it and creates another of its name, without waiting for the end of the first. */
  void recreate(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one -> {
          commands.delete(Catalogue.DEPLOYMENTS, one, dice);
          commands.create(
              Catalogue.DEPLOYMENTS,
              Manifests.deployment(
                  one.namespace(),
                  one.name(),
                  dice.between(1, 3),
                  Names.image(dice),
                  100,
                  dice.percent(50),
                  "RollingUpdate"),
              dice);
        });
  }

  void pause(Dice dice) {
    sight.any(Catalogue.DEPLOYMENTS, one -> !paused(one), dice, one -> pause(one, true, dice));
  }

  void resume(Dice dice) {
    sight.any(
        Catalogue.DEPLOYMENTS, DeploymentActions::paused, dice, one -> pause(one, false, dice));
  }

  static boolean paused(KubeObject deployment) {
    return deployment.spec().path("paused").asBoolean(false);
  }

  private void pause(KubeObject deployment, boolean paused, Dice dice) {
    ObjectNode patch = UserCommands.json("{'spec':{'paused':" + (paused ? "true" : "null") + "}}");
    commands.merge(Catalogue.DEPLOYMENTS, deployment, patch, dice);
  }

  /** How long a pod must be ready to count, and how many old ReplicaSets are kept. */
  void tune(Dice dice) {
    String patch =
        dice.pick(
            List.of(
                "{'spec':{'minReadySeconds':" + dice.between(0, 20) + "}}",
                "{'spec':{'revisionHistoryLimit':" + dice.between(0, 2) + "}}"));
    sight.any(
        Catalogue.DEPLOYMENTS,
        dice,
        one -> commands.merge(Catalogue.DEPLOYMENTS, one, UserCommands.json(patch), dice));
  }
}
