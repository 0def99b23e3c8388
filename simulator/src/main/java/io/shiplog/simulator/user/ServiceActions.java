package io.shiplog.simulator.user;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.KubeObject;
import io.shiplog.simulator.Dice;

/** What users do with Services. */
final class ServiceActions {

  private final Sight sight;
  private final UserCommands commands;

  ServiceActions(Sight sight, UserCommands commands) {
    this.sight = sight;
    this.commands = commands;
  }

  void create(Dice dice) {
    ObjectNode service =
        Manifests.service(
            dice.pick(Names.NAMESPACES),
            dice.pick(Names.APPS),
            dice.percent(70) ? "ClusterIP" : "NodePort");
    Variety.addToService(service, dice);
    commands.create(Catalogue.SERVICES, service, dice);
  }

  /** One without an address: its name stands for its pods. */
  void createHeadless(Dice dice) {
    String app = dice.pick(Names.APPS);
    ObjectNode service = Manifests.service(dice.pick(Names.NAMESPACES), app, "ClusterIP");
    Json.ensure(service, "spec").put("clusterIP", "None");
    commands.create(Catalogue.SERVICES, service, dice);
  }

  /** One without a selector: users say themselves what stands behind it. */
  void createWithoutSelector(Dice dice) {
    String name = dice.percent(60) ? Names.LEGACY : Names.MANUAL;
    ObjectNode service = Manifests.service(dice.pick(Names.NAMESPACES), name, "ClusterIP");
    Json.ensure(service, "spec").remove("selector");
    commands.create(Catalogue.SERVICES, service, dice);
  }

  void changeType(Dice dice) {
    sight.any(
        Catalogue.SERVICES,
        ServiceActions::ofUsers,
        dice,
        one -> {
          boolean open = one.spec().path("type").asText().equals("NodePort");
          merge(one, "{'spec':{'type':'" + (open ? "ClusterIP" : "NodePort") + "'}}", dice);
        });
  }

  /** A second port, by the name of the pods' port; or the first alone. */
  void changePorts(Dice dice) {
    String first = "{'name':'http','port':80,'targetPort':8080}";
    String second = ",{'name':'admin','port':81,'targetPort':'http'}";
    String ports = dice.percent(60) ? first + second : first;
    sight.any(
        Catalogue.SERVICES,
        ServiceActions::ofUsers,
        dice,
        one -> merge(one, "{'spec':{'ports':[" + ports + "]}}", dice));
  }

  /** To other pods. One whose slices users write stays without a selector. */
  void changeSelector(Dice dice) {
    String selector = "{'spec':{'selector':{'app':'" + dice.pick(Names.APPS) + "'}}}";
    sight.any(
        Catalogue.SERVICES,
        one -> ofUsers(one) && !one.name().equals(Names.MANUAL),
        dice,
        one -> merge(one, selector, dice));
  }

  void dropSelector(Dice dice) {
    sight.any(
        Catalogue.SERVICES,
        one -> ofUsers(one) && !one.spec().path("selector").isEmpty(),
        dice,
        one -> merge(one, "{'spec':{'selector':null}}", dice));
  }

  /** Says what stands behind a Service, in Endpoints, which are mirrored into a slice. */
  void writeEndpoints(Dice dice) {
    commands.apply(
        Catalogue.ENDPOINTS,
        Manifests.endpoints(
            dice.pick(Names.NAMESPACES), Names.LEGACY, dice.below(4), dice.percent(30)),
        "kubectl",
        true,
        dice);
  }

  void deleteEndpoints(Dice dice) {
    sight.any(
        Catalogue.ENDPOINTS,
        one -> one.name().equals(Names.LEGACY),
        dice,
        one -> commands.delete(Catalogue.ENDPOINTS, one, dice));
  }

  /** Says what stands behind a Service, in slices: one or two, which may overlap. */
  void writeSlice(Dice dice) {
    String name = Names.MANUAL + "-" + dice.below(2);
    commands.apply(
        Catalogue.ENDPOINTSLICES,
        Manifests.endpointSlice(
            dice.pick(Names.NAMESPACES), name, Names.MANUAL, dice.below(4), dice.percent(70)),
        "kubectl",
        true,
        dice);
  }

  void deleteSlice(Dice dice) {
    sight.any(
        Catalogue.ENDPOINTSLICES,
        one -> one.name().startsWith(Names.MANUAL),
        dice,
        one -> commands.delete(Catalogue.ENDPOINTSLICES, one, dice));
  }

  private void merge(KubeObject service, String patch, Dice dice) {
    commands.merge(Catalogue.SERVICES, service, UserCommands.json(patch), dice);
  }

  void delete(Dice dice) {
    sight.any(
        Catalogue.SERVICES,
        ServiceActions::ofUsers,
        dice,
        one -> commands.delete(Catalogue.SERVICES, one, dice));
  }

  /** Takes one finalizer off. */
  void release(Dice dice) {
    sight.any(
        Catalogue.SERVICES,
        Variety::isHeld,
        dice,
        one -> commands.release(Catalogue.SERVICES, one, 1, dice));
  }

  /** Not the one by which pods find the API. */
  private static boolean ofUsers(KubeObject service) {
    return !service.name().equals("kubernetes");
  }
}
