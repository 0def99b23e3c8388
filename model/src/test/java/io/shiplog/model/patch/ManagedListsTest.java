package io.shiplog.model.patch;

import static io.shiplog.model.patch.PatchesTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.Json;
import org.junit.jupiter.api.Test;

/** Lists, sets and structures without entries under several writers. */
class ManagedListsTest extends ManagedObject {

  @Test
  void conflictsInListsNameTheEntry() {
    update("u", "{C[{'name':'c','image':'1','ports':[{'containerPort':80,'hostPort':1}]}]C}");
    expectConflict(
        () ->
            apply(
                "a", "{C[{'name':'c','image':'2','ports':[{'containerPort':80,'hostPort':2}]}]C}"),
        "Apply failed with 2 conflicts: conflicts with \"u\" using apps/v1:\n"
            + "- .spec.template.spec.containers[name=\"c\"].image\n"
            + "- .spec.template.spec.containers[name=\"c\"]"
            + ".ports[containerPort=80,protocol=\"TCP\"].hostPort");
  }

  @Test
  void appliedEntriesKeepTheirOrderAndOthersTheirPlace() {
    update("u", "{C[{'name':'a'},{'name':'x'},{'name':'b'}]C}");
    apply("m", "{C[{'name':'b'},{'name':'n'},{'name':'a'}]C}");
    // b stands where the list comes to the first shared entry
    expectSpec("{C[{'name':'b'},{'name':'n'},{'name':'a'},{'name':'x'}]C}");
    apply("m", "{C[{'name':'n'},{'name':'a'}]C}");
    // b was there before m and still is u's
    assertThat(live.at("/spec/template/spec/containers").size()).isEqualTo(4);
  }

  @Test
  void setsAreOwnedValueByValue() {
    live = metadata("'finalizers':['a/x','b/y']", "one");
    live = metadata("'finalizers':['b/y','c/z']", "two");
    assertThat(Json.at(live, "metadata", "finalizers")).isEqualTo(json("['a/x','b/y','c/z']"));
    expectOwned(
        "two", "Apply", "{'f:metadata':{'f:finalizers':{'v:\\'b/y\\'':{},'v:\\'c/z\\'':{}}}}");
    live = metadata("'labels':{'l':'1'}", "one");
    assertThat(Json.at(live, "metadata", "finalizers")).isEqualTo(json("['b/y','c/z']"));
    live = metadata("'labels':{'l':'1'}", "two");
    assertThat(live.get("metadata").has("finalizers")).isFalse();
    assertThat(Json.text(live, "metadata", "labels", "l")).isEqualTo("1");
  }

  @Test
  void atomicListsAndMapsAreOneField() {
    apply("a", "{C[{'name':'c','args':['x','y']}]C}");
    expectConflict(
        () -> apply("b", "{C[{'name':'c','args':['x']}]C}"),
        "Apply failed with 1 conflict: conflict with \"a\":"
            + " .spec.template.spec.containers[name=\"c\"].args");
    apply("a", "{'template':{'spec':{'nodeSelector':{'k':'1','l':'2'}}}}");
    apply("a", "{'template':{'spec':{'nodeSelector':{'l':'2'}}}}");
    expectSpec("{'template':{'spec':{'nodeSelector':{'l':'2'}}}}");
    expectOwned("a", "Apply", "{'f:spec':{'f:template':{'f:spec':{'f:nodeSelector':{}}}}}");
  }

  @Test
  void anEmptyStructureIsAFieldOfItsOwn() {
    apply("a", "{'template':{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}}");
    expectSpec("{'template':{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}}");
    ObjectNode first = live;
    apply("a", "{'template':{'spec':{'volumes':[{'name':'v','emptyDir':{}}]}}}");
    assertThat(live).isEqualTo(first);
  }
}
