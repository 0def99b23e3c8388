package io.shiplog.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shiplog.model.error.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                                | OBJECT           | false",
        "*/*                                                               | OBJECT           | false",
        "application/json, */*                                             | OBJECT           | false",
        "application/yaml                                                  | OBJECT           | true",
        "application/vnd.kubernetes.protobuf,application/json              | OBJECT           | false",
        "application/json;as=Table;v=v1;g=meta.k8s.io,application/json     | TABLE            | false",
        "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json| OBJECT           | false",
        "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1  | PARTIAL_METADATA | false",
        "application/json;as=Nonsense, application/yaml                    | OBJECT           | true",
      })
  void theFirstThatCanBeDoneCounts(String header, Accept.Shape shape, boolean yaml) {
    assertThat(Accept.parse(header)).isEqualTo(new Accept(shape, yaml));
  }

  @Test
  void whatCannotBeDoneIsNotAcceptable() {
    assertThatThrownBy(() -> Accept.parse("application/vnd.kubernetes.protobuf"))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.status().code()).isEqualTo(406));
  }
}
