package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.error.ApiException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  @Test
  void whoComesWhereNothingIsLeftComesAgain() {
    MemoryBudget budget = new MemoryBudget(100);
    MemoryBudget.Part first = budget.take(60);
    MemoryBudget.Part second = budget.take(40);
    assertThatThrownBy(() -> budget.take(1))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.status().code()).isEqualTo(429));
    second.keep(10);
    second.keep(20);
    assertThat(budget.used()).isEqualTo(70);
    MemoryBudget.Part third = budget.take(30);
    for (MemoryBudget.Part part : new MemoryBudget.Part[] {first, second, third, third}) {
      part.giveBack();
    }
    assertThat(budget.used()).isZero();
    budget.take(1_000).giveBack(); // whoever is alone
    assertThat(budget.used()).isZero();
  }

  /** Lists and large bodies are refused with when to come again, and taken when there is room. */
  @Test
  void aGatewayWithoutRoomSaysWhenToComeAgain() throws Exception {
    Gateway gateway = Gateway.shared();
    String maps = "/api/v1/namespaces/default/configmaps";
    String large =
        "{\"metadata\":{\"name\":\"budget\"},\"data\":{\"k\":\"" + "x".repeat(100_000) + "\"}}";
    assertThat(gateway.send("POST", maps, large).statusCode()).isEqualTo(201);
    awaitFree();
    MemoryBudget.Part all =
        MemoryBudget.OF_THIS_PROCESS.take(Runtime.getRuntime().maxMemory() / 4 - 1);
    try {
      HttpRequest.Builder table =
          gateway.request(maps).header("Accept", "application/json;as=Table;g=meta.k8s.io;v=v1");
      for (HttpResponse<String> refused :
          new HttpResponse[] {
            gateway.get(maps), gateway.send(table), gateway.send("PUT", maps + "/budget", large)
          }) {
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(Gateway.json(refused).path("reason").asText()).isEqualTo("TooManyRequests");
      }
      assertThat(gateway.get(maps + "/budget").statusCode()).isEqualTo(200);
    } finally {
      all.giveBack();
    }
    assertThat(gateway.get(maps).statusCode()).isEqualTo(200);
    assertThat(gateway.send("DELETE", maps + "/budget", "").statusCode()).isEqualTo(200);
    awaitFree();
  }

  /**
   * What an exchange took it gives back once its answer is sent: a moment after a client has it.
   */
  private static void awaitFree() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (MemoryBudget.OF_THIS_PROCESS.used() > 0) {
      assertThat(System.nanoTime()).as("something is never given back").isLessThan(deadline);
      Thread.sleep(10);
    }
  }
}
