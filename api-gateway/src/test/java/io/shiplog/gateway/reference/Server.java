package io.shiplog.gateway.reference;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * An API server that requests can be sent to.
 *
 * @param authorization the Authorization header; empty where a client certificate says who asks
 */
record Server(HttpClient client, String address, String authorization) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Sends a request as it stands, and waits for the whole answer. */
  HttpResponse<String> send(String method, String path, String type, String accept, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    header(request, "Content-Type", type);
    header(request, "Accept", accept);
    header(request, "Authorization", authorization);
    // Else the name of the client that wrote a field would be that of the HTTP library.
    header(request, "User-Agent", "corpus/1");
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void header(HttpRequest.Builder request, String name, String value) {
    if (!value.isEmpty()) {
      request.header(name, value);
    }
  }
}
