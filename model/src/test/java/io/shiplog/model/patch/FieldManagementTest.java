package io.shiplog.model.patch;

import static io.shiplog.model.patch.PatchesTest.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

/** Who owns what, and what applying does to it. */
class FieldManagementTest extends ManagedObject {

  @Test
  void anApplyOwnsWhatItSays() {
    apply("a", "{'replicas':2,C[{'name':'c','image':'i'}]C}");
    expectSpec("{'replicas':2,C[{'name':'c','image':'i'}]C}");
    assertThat(entry("a", "Apply"))
        .isEqualTo(
            object(
                "{'manager':'a','operation':'Apply','apiVersion':'apps/v1',"
                    + "'time':'2026-01-02T03:04:05Z','fieldsType':'FieldsV1','fieldsV1':"
                    + "{'f:spec':{'f:replicas':{},'f:template':{'f:spec':{'f:containers':"
                    + "{'k:{\\'name\\':\\'c\\'}':{'.':{},'f:image':{},'f:name':{}}}}}}}}"));
  }

  @Test
  void applyingTheSameTwiceChangesNothing() {
    apply("a", "{'replicas':2,C[{'name':'c','ports':[{'containerPort':80}]}]C}");
    ObjectNode first = live;
    apply("a", "{'replicas':2,C[{'name':'c','ports':[{'containerPort':80}]}]C}");
    assertThat(live).isEqualTo(first);
  }

  @Test
  void defaultsFilledInBetweenAreNobodysAndStay() {
    apply("a", "{C[{'name':'c','ports':[{'containerPort':80}]}]C}");
    ObjectNode defaulted = live.deepCopy();
    ((ObjectNode) defaulted.get("spec")).put("replicas", 1);
    ((ObjectNode) defaulted.at("/spec/template/spec/containers/0/ports/0")).put("protocol", "TCP");
    live = defaulted;
    apply("a", "{C[{'name':'c','ports':[{'containerPort':80}]}]C}");
    assertThat(live).isEqualTo(defaulted);
    apply("b", "{'replicas':3}");
    expectSpec("{C[{'name':'c','ports':[{'containerPort':80,'protocol':'TCP'}]}]C,'replicas':3}");
  }

  @Test
  void whatIsNoLongerAppliedGoesUnlessOthersOwnIt() {
    apply("a", "{'replicas':2,'paused':true,C[{'name':'c','image':'i'},{'name':'d'}]C}");
    apply("b", "{'replicas':2}");
    apply("a", "{C[{'name':'c'}]C}");
    expectSpec("{'replicas':2,C[{'name':'c'}]C}");
    expectOwned("b", "Apply", "{'f:spec':{'f:replicas':{}}}");
  }

  @Test
  void aStructureGoesWithItsLastOwner() {
    apply("a", "{'replicas':1,'strategy':{'type':'Recreate'}}");
    apply("a", "{'replicas':1}");
    expectSpec("{'replicas':1}");
    apply("a", "{}");
    expectSpec("{}"); // the configuration says there is one
  }

  @Test
  void anotherValueForAnOwnedFieldIsAConflict() {
    update("kubectl-client-side-apply", "{'replicas':2}");
    expectConflict(
        () -> apply("a", "{'replicas':3}"),
        "Apply failed with 1 conflict: conflict with \"kubectl-client-side-apply\" using apps/v1:"
            + " .spec.replicas");
    apply("a", "{'replicas':2}"); // the same value is not
    apply("b", "{'replicas':2}");
    expectConflict(
        () -> apply("b", "{'replicas':3}"),
        "Apply failed with 2 conflicts: conflicts with \"a\":\n- .spec.replicas\n"
            + "conflicts with \"kubectl-client-side-apply\" using apps/v1:\n- .spec.replicas");
  }

  @Test
  void forceTakesTheFieldFromItsOwners() {
    update("u", "{'replicas':2,'paused':true}");
    apply("a", "{'replicas':2}");
    apply("b", "{'replicas':5}", true);
    expectSpec("{'replicas':5,'paused':true}");
    expectOwned("u", "Update", "{'f:spec':{'f:paused':{}}}");
    assertThat(entry("a", "Apply").isMissingNode()).isTrue();
    expectOwned("b", "Apply", "{'f:spec':{'f:replicas':{}}}");
  }

  @Test
  void anUpdateTakesWhatItChanges() {
    apply("a", "{'replicas':2,'paused':true}");
    update("u", "{'replicas':3,'paused':true}");
    expectOwned("a", "Apply", "{'f:spec':{'f:paused':{}}}");
    expectOwned("u", "Update", "{'f:spec':{'f:replicas':{}}}");
    assertThat(entry("u", "Update").path("time").asText()).isEqualTo("2026-01-02T03:04:06Z");
    ObjectNode before = live;
    store("u", "", live);
    assertThat(live).isEqualTo(before); // nothing changed: not even the time
    update("u", "{'replicas':3}"); // removes a field of another
    assertThat(entry("a", "Apply").isMissingNode()).isTrue();
    expectOwned("u", "Update", "{'f:spec':{'f:replicas':{}}}");
  }
}
