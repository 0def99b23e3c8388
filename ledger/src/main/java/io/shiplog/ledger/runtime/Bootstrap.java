package io.shiplog.ledger.runtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Catalogue;
import io.shiplog.model.Json;
import io.shiplog.model.Names;
import io.shiplog.model.ObjectKey;
import io.shiplog.model.command.Command;
import io.shiplog.model.command.Operation;
import io.shiplog.model.command.PatchType;
import io.shiplog.model.command.Preconditions;
import io.shiplog.model.command.UserInfo;
import io.shiplog.model.command.WriteOptions;
import io.shiplog.topics.CommandRecords;
import io.shiplog.topics.KafkaSettings;
import io.shiplog.topics.SecretSeal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * What every cluster starts with: four namespaces, and the Service by which pods find the API. They
 * are requests like any others; where the objects exist already, the ledger refuses them, and that
 * is that.
 */
public final class Bootstrap {

  /** The address of Service default/kubernetes, the first of the range. */
  public static final String API_ADDRESS = "10.96.0.1";

  private static final UserInfo USER = new UserInfo("system:apiserver", List.of("system:masters"));
  private static final int API_PORT = 443;
  private static final int API_TARGET_PORT = 6443;

  private Bootstrap() {}

  /** The commands, in the order in which they must be decided. */
  public static List<Command> commands() {
    List<Command> commands = new ArrayList<>();
    for (String name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      ObjectNode namespace = object("v1", "Namespace", "", name);
      commands.add(create(Catalogue.NAMESPACES.key("", name), namespace));
    }
    commands.add(create(Catalogue.SERVICES.key("default", "kubernetes"), service()));
    return commands;
  }

  /**
   * The command that makes a gateway an endpoint of Service default/kubernetes: a slice of its own,
   * applied, so that a gateway that moved corrects it.
   *
   * @param instance the gateway's name
   * @param advertised {@code address:port}
   */
  public static Command advertise(String instance, String advertised) {
    int colon = advertised.lastIndexOf(':');
    String name = "kubernetes-" + Names.suffix(5, instance);
    ObjectNode slice = object("discovery.k8s.io/v1", "EndpointSlice", "default", name);
    Json.ensure(slice, "metadata", "labels").put("kubernetes.io/service-name", "kubernetes");
    slice.put("addressType", "IPv4");
    ObjectNode endpoint = slice.putArray("endpoints").addObject();
    endpoint.putArray("addresses").add(advertised.substring(0, colon));
    endpoint.putObject("conditions").put("ready", true);
    slice
        .putArray("ports")
        .addObject()
        .put("name", "https")
        .put("protocol", "TCP")
        .put("port", Integer.parseInt(advertised.substring(colon + 1)));
    ObjectKey key = Catalogue.ENDPOINTSLICES.key("default", name);
    WriteOptions options = new WriteOptions("kube-apiserver", true, false, "Strict");
    return Command.of(
        "advertise-" + key + "-" + advertised,
        USER,
        Operation.patch(key, "", PatchType.APPLY, slice, Preconditions.NONE, options));
  }

  /** Writes the commands and returns when the log has them. */
  public static void write(KafkaSettings kafka, SecretSeal seal) {
    CommandRecords records = new CommandRecords(seal);
    try (KafkaProducer<String, byte[]> producer = kafka.openProducer(Map.of())) {
      commands().forEach(command -> producer.send(records.toCommands(command)));
      producer.flush();
    }
  }

  private static Command create(ObjectKey key, ObjectNode object) {
    return Command.of(
        "bootstrap-" + key, USER, Operation.create(key, object, WriteOptions.by("kube-apiserver")));
  }

  private static ObjectNode service() {
    ObjectNode service = object("v1", "Service", "default", "kubernetes");
    ObjectNode metadata = Json.ensure(service, "metadata");
    metadata.putObject("labels").put("component", "apiserver").put("provider", "kubernetes");
    ObjectNode spec = service.putObject("spec");
    spec.put("type", "ClusterIP").put("clusterIP", API_ADDRESS);
    spec.putArray("ports")
        .addObject()
        .put("name", "https")
        .put("protocol", "TCP")
        .put("port", API_PORT)
        .put("targetPort", API_TARGET_PORT);
    return service;
  }

  private static ObjectNode object(String apiVersion, String kind, String namespace, String name) {
    ObjectNode object = Json.object();
    object.put("apiVersion", apiVersion).put("kind", kind);
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    if (!namespace.isEmpty()) {
      metadata.put("namespace", namespace);
    }
    return object;
  }
}
