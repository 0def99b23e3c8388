package io.shiplog.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/**
 * How a gateway lets itself be watched.
 *
 * @param health what must hold for it to be ready
 * @param registry takes the measurements of requests
 * @param exposition the text of {@code /metrics}
 */
public record Observability(Health health, MeterRegistry registry, Supplier<String> exposition) {}
