package io.shiplog.model.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import io.shiplog.model.error.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1}       | [{'op':'replace','path':'/a','value':2}]              | {'a':2}",
        "{'a':1}       | [{'op':'test','path':'/a','value':1},{'op':'remove','path':'/a'}] | {}",
        "{'a':[1,3]}   | [{'op':'add','path':'/a/1','value':2}]                | {'a':[1,2,3]}",
        "{'a':[1]}     | [{'op':'add','path':'/a/-','value':2}]                | {'a':[1,2]}",
        "{'a':{}}      | [{'op':'add','path':'/a/x~1y','value':'v'}]           | {'a':{'x/y':'v'}}",
        "{'a':1}       | [{'op':'move','from':'/a','path':'/b'}]               | {'b':1}",
        "{'a':1}       | [{'op':'copy','from':'/a','path':'/b'}]               | {'a':1,'b':1}",
        "{'a':1}       | []                                                    | {'a':1}",
        "{'a':1}       | [{'op':'test','path':'/a','value':2}]                 | 422",
        "{'a':1}       | [{'op':'remove','path':'/b'}]                         | 422",
        "{'a':1}       | [{'op':'replace','path':'/b','value':1}]              | {'a':1,'b':1}",
        "{'a':1}       | [{'op':'add','path':'/b/c','value':1}]                | 422",
        "{'a':[1]}     | [{'op':'remove','path':'/a/5'}]                       | 422",
        "{'a':1}       | [{'op':'replace','path':'','value':3}]                | 422",
        "{'a':1}       | [{'op':'jump','path':'/a'}]                           | 422",
        "{'a':1}       | [{'path':'/a','value':2}]                             | 422",
        "{'a':1}       | [{'op':'add','value':2}]                              | 422",
        "{'a':1}       | [{'op':'add','path':'a','value':2}]                   | 422",
        "{'a':1}       | [{'op':'add','path':'/c'}]                            | 422",
        "{'a':1}       | {'a':2}                                               | 400",
        "{'a':1}       | [7]                                                   | 400",
      })
  void jsonPatch(String current, String patch, String expected) {
    check(expected, object(current), () -> Patches.json(object(current), json(patch)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':1}            | {'b':2}              | {'a':1,'b':2}",
        "{'a':1}            | {'a':null}           | {}",
        "{'a':[1,2]}        | {'a':[3]}            | {'a':[3]}",
        "{'a':{'b':1,'c':2}}| {'a':{'b':null}}     | {'a':{'c':2}}",
        "{'a':'x'}          | {'a':{'b':{'c':null}}}| {'a':{'b':{}}}",
        "{'a':{'b':1}}      | {'a':5}              | {'a':5}",
        "{'a':1}            | [1]                  | 400",
      })
  void mergePatch(String current, String patch, String expected) {
    check(expected, object(current), () -> Patches.merge(object(current), json(patch)));
  }

  @Test
  void whateverThePatchItIsAnsweredWithAStatus() {
    String[] pointers = {
      "''",
      "'/'",
      "'a'",
      "'/a'",
      "'/a/-'",
      "'/a/0'",
      "'/a/-1'",
      "'/a/01'",
      "'/a/99999999999999'",
      "'/b'",
      "'/b/c'",
      "'/b/c/d'",
      "'/~2'",
      "'/a~'",
      "7",
      "null",
      "{}"
    };
    String[] values = {"", ",'value':1", ",'value':null", ",'value':{'x':[]}"};
    int refused = 0;
    for (String op :
        new String[] {"'add'", "'remove'", "'replace'", "'test'", "'move'", "'copy'"}) {
      for (String path : pointers) {
        for (String from : pointers) {
          for (String value : values) {
            String patch = "[{'op':" + op + ",'path':" + path + ",'from':" + from + value + "}]";
            try {
              Patches.json(object("{'a':[1],'b':{'c':'d'}}"), json(patch));
            } catch (ApiException e) {
              refused++;
            }
          }
        }
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void tooManyOperations() {
    var patch = Json.array();
    for (int i = 0; i <= Patches.MAX_OPERATIONS; i++) {
      patch.addObject();
    }
    assertThatThrownBy(() -> Patches.json(Json.object(), patch))
        .isInstanceOfSatisfying(
            ApiException.class,
            e ->
                assertThat(e.status().message())
                    .isEqualTo(
                        "Request entity too large: The allowed maximum operations in a JSON patch"
                            + " is 10000, got 10001"));
  }

  /** Forty times all that is there so far: a terabyte, in kube-apiserver's words. */
  @Test
  void copiesOfCopies() {
    var patch = Json.array();
    for (int i = 0; i < 40; i++) {
      patch.addObject().put("op", "copy").put("from", "/data").put("path", "/data/c" + i);
    }
    assertThatThrownBy(() -> Patches.json(object("{'data':{'a':'0123456789'}}"), patch))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status().code()).isEqualTo(413);
              assertThat(e.status().reason()).isEqualTo("RequestEntityTooLarge");
              assertThat(e.status().message())
                  .matches(
                      "Request entity too large: Unable to complete the copy, the accumulated size increase of copy is"
                          + " \\d+, exceeding the limit 3145728");
            });
  }

  /** A tree of 350 levels may stand at most 50 levels down. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'op':'move','from':'/a','path':'/c/b'}          | 200",
        "{'op':'move','from':'/a','path':'/cDEEP/x'}      | 422",
        "{'op':'copy','from':'/a','path':'/cDEEP/x'}      | 422",
        "{'op':'copy','from':'/c','path':'/aDEEP/x'}      | 422",
        "{'op':'add','path':'/cDEEP/x','value':VALUE}     | 422",
        "{'op':'replace','path':'/cDEEP/x','value':VALUE} | 422",
      })
  void nothingGetsTooDeep(String operation, int code) {
    String tree = "{'b':".repeat(349) + "{}" + "}".repeat(349);
    String patch = operation.replace("DEEP", "/b".repeat(300)).replace("VALUE", tree);
    ObjectNode current = object("{'a':" + tree + ",'c':" + tree + "}");
    if (code == 200) {
      assertThat(Patches.json(current, json("[" + patch + "]")).at("/c/b/b").isObject()).isTrue();
    } else {
      check(Integer.toString(code), current, () -> Patches.json(current, json("[" + patch + "]")));
    }
  }

  @Test
  void nobodyComparesForEver() {
    ObjectNode current = object("{'l':[" + "1,".repeat(10_000) + "1]}");
    var patch = Json.array();
    for (int i = 0; i < Patches.MAX_OPERATIONS; i++) {
      patch.addObject().put("op", "test").put("path", "/l").set("value", current.get("l"));
    }
    check("413", current, () -> Patches.json(current, patch));
  }

  @Test
  void neitherPatchTouchesTheCurrentObject() {
    ObjectNode current = object("{'a':{'b':[1]}}");
    Patches.json(current, json("[{'op':'add','path':'/a/b/-','value':2}]"));
    Patches.merge(current, json("{'a':{'b':null}}"));
    assertThat(current).isEqualTo(object("{'a':{'b':[1]}}"));
  }

  static void check(
      String expected, ObjectNode current, java.util.function.Supplier<ObjectNode> patched) {
    if (expected.length() == 3) {
      assertThatThrownBy(patched::get)
          .isInstanceOfSatisfying(
              ApiException.class,
              e -> assertThat(e.status().code()).isEqualTo(Integer.parseInt(expected)));
    } else {
      assertThat(patched.get()).as("%s", current).isEqualTo(object(expected));
    }
  }

  static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }

  static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
