package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shiplog.model.Json;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** WATCH over chunked HTTP and over WebSocket, with a real ledger behind it. */
class WatchTest {

  private static Gateway gateway;

  @BeforeAll
  static void start() throws Exception {
    gateway = Gateway.shared();
  }

  @Test
  void aWatchFromAVersionTellsWhatHappenedSince() throws Exception {
    String maps = namespace("watched");
    String from = create(maps, "a");
    create(maps, "b");
    gateway.send("PUT", maps + "/a", "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"v\"}}");
    gateway.send("DELETE", maps + "/a", "");

    List<JsonNode> events = watch(maps + "?watch=1&timeoutSeconds=1&resourceVersion=" + from);
    assertThat(events.stream().map(WatchTest::summary))
        .containsExactly("ADDED b", "MODIFIED a", "DELETED a");
    long before = 0;
    for (JsonNode event : events) {
      long version = event.at("/object/metadata/resourceVersion").asLong();
      assertThat(version).isGreaterThan(before);
      before = version;
    }
  }

  @Test
  void aWatchWithoutAVersionBeginsWithTheState() throws Exception {
    String maps = namespace("stateful");
    create(maps, "a");
    create(maps, "b");

    assertThat(watch(maps + "?watch=true&timeoutSeconds=1").stream().map(WatchTest::summary))
        .containsExactly("ADDED a", "ADDED b");
    assertThat(watch(maps + "/b?watch=true&timeoutSeconds=1").stream().map(WatchTest::summary))
        .containsExactly("ADDED b");
  }

  @Test
  void aWatchListMarksTheEndOfTheInitialEvents() throws Exception {
    String maps = namespace("watchlist");
    create(maps, "a");
    List<JsonNode> events =
        watch(
            maps
                + "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan"
                + "&allowWatchBookmarks=true&timeoutSeconds=1");

    assertThat(events).hasSize(2);
    assertThat(summary(events.getFirst())).isEqualTo("ADDED a");
    JsonNode bookmark = events.getLast();
    assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
    assertThat(bookmark.at("/object/kind").asText()).isEqualTo("ConfigMap");
    assertThat(bookmark.at("/object/metadata/resourceVersion").asLong()).isPositive();
    assertThat(
            bookmark.at("/object/metadata/annotations").path("k8s.io/initial-events-end").asText())
        .isEqualTo("true");
  }

  @Test
  void aWatchAsTableShowsTables() throws Exception {
    String maps = namespace("tabled");
    create(maps, "a");
    HttpResponse<String> response =
        gateway.send(
            gateway
                .request(maps + "?watch=1&timeoutSeconds=1")
                .header("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io"));

    JsonNode event = Json.parseObject(response.body().strip());
    assertThat(event.at("/object/kind").asText()).isEqualTo("Table");
    assertThat(event.at("/object/rows/0/cells/0").asText()).isEqualTo("a");
  }

  @Test
  void aWebSocketCarriesTheSameEventsAsTheyHappen() throws Exception {
    String maps = namespace("socket");
    String from = create(maps, "a");
    Messages messages = new Messages();
    WebSocket socket =
        gateway
            .client()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + Gateway.ADMIN)
            .buildAsync(gateway.uri("ws", maps + "?watch=true&resourceVersion=" + from), messages)
            .get(20, TimeUnit.SECONDS);
    create(maps, "b");
    assertThat(summary(messages.next())).isEqualTo("ADDED b");
    gateway.send("DELETE", maps + "/b", "");
    assertThat(summary(messages.next())).isEqualTo("DELETED b");
    socket.abort();
  }

  private static String namespace(String name) throws Exception {
    gateway.makeNamespace(name);
    return "/api/v1/namespaces/" + name + "/configmaps";
  }

  /** Makes an object and returns its version. */
  private static String create(String maps, String name) throws Exception {
    HttpResponse<String> created =
        gateway.send("POST", maps, "{\"metadata\":{\"name\":\"" + name + "\"}}");
    return Gateway.json(created).at("/metadata/resourceVersion").asText();
  }

  private static List<JsonNode> watch(String path) throws Exception {
    List<JsonNode> events = new ArrayList<>();
    gateway.get(path).body().lines().forEach(line -> events.add(Json.parseObject(line)));
    return events;
  }

  private static String summary(JsonNode event) {
    return event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
  }

  /** The text messages of a WebSocket. */
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> whole = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        whole.add(Json.parseObject(part.toString()));
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }

    JsonNode next() throws InterruptedException {
      JsonNode message = whole.poll(20, TimeUnit.SECONDS);
      assertThat(message).describedAs("a message within 20 s").isNotNull();
      return message;
    }
  }
}
