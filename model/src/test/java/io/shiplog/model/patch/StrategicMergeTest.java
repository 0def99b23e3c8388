package io.shiplog.model.patch;

import static io.shiplog.model.patch.PatchesTest.json;
import static io.shiplog.model.patch.PatchesTest.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergeTest {

  /** Patches of a pod spec; {@code C} stands for containers. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // an entry merges by its key, a new one stands where the patch's order puts it
        "{'C':[{'name':'a','image':'1'}]} | {'C':[{'name':'a','image':'2'}]}"
            + " | {'C':[{'name':'a','image':'2'}]}",
        "{'C':[{'name':'a'},{'name':'b'}]} | {'C':[{'name':'c'}]}"
            + " | {'C':[{'name':'c'},{'name':'a'},{'name':'b'}]}",
        "{'C':[{'name':'a'},{'name':'b'}]} | {'C':[{'name':'b','image':'1'},{'name':'c'}]}"
            + " | {'C':[{'name':'a'},{'name':'b','image':'1'},{'name':'c'}]}",
        // entries can be deleted, lists and maps replaced or deleted
        "{'C':[{'name':'a'},{'name':'b'}]} | {'C':[{'name':'a','$patch':'delete'}]}"
            + " | {'C':[{'name':'b'}]}",
        "{'C':[{'name':'a'},{'name':'b'}]} | {'C':[{'$patch':'replace'},{'name':'z'}]}"
            + " | {'C':[{'name':'z'}]}",
        "{'C':[{'name':'a'}]} | {'C':[{'$patch':'replace'}]} | {'C':[]}",
        "{'C':[{'name':'a'}]} | {'C':null} | {}",
        "{'nodeSelector':{'a':'1'}} | {'nodeSelector':{'$patch':'replace','b':'2'}}"
            + " | {'nodeSelector':{'b':'2'}}",
        "{'nodeSelector':{'a':'1'}} | {'nodeSelector':{'$patch':'delete'}} | {'nodeSelector':{}}",
        "{'nodeSelector':{'a':'1'}} | {'nodeSelector':{'$patch':'merge','b':'2'}}"
            + " | {'nodeSelector':{'a':'1','b':'2'}}",
        // atomic lists are replaced, even deep inside merging ones
        "{'C':[{'name':'a','args':['x','y']}]} | {'C':[{'name':'a','args':['z']}]}"
            + " | {'C':[{'name':'a','args':['z']}]}",
        "{'C':[{'name':'a','env':[{'name':'E','value':'1'}]}]}"
            + " | {'C':[{'name':'a','env':[{'name':'F','value':'2'}]}]}"
            + " | {'C':[{'name':'a','env':[{'name':'F','value':'2'},{'name':'E','value':'1'}]}]}",
        "{'C':[{'name':'a','ports':[{'containerPort':80,'protocol':'TCP'}]}]}"
            + " | {'C':[{'name':'a','ports':[{'containerPort':80,'name':'web'}]}]}"
            + " | {'C':[{'name':'a','ports':[{'containerPort':80,'protocol':'TCP','name':'web'}]}]}",
        "{'C':[{'name':'a','env':[{'name':'E'}]}]} | {'C':[{'name':'a','env':null}]}"
            + " | {'C':[{'name':'a'}]}",
        // the order of a list, with and without changes, and with entries the client knows not
        "{'C':[{'name':'a'},{'name':'b'}]} | {'$setElementOrder/C':[{'name':'b'},{'name':'a'}]}"
            + " | {'C':[{'name':'b'},{'name':'a'}]}",
        "{'C':[{'name':'a'},{'name':'x'},{'name':'b'}]}"
            + " | {'$setElementOrder/C':[{'name':'a'},{'name':'b'},{'name':'c'}],"
            + "'C':[{'name':'c'}]}"
            + " | {'C':[{'name':'a'},{'name':'x'},{'name':'b'},{'name':'c'}]}",
        "{'C':[{'name':'a'},{'name':'b'}]} | {'$setElementOrder/C':[{'name':'b'}],"
            + "'C':[{'name':'a','$patch':'delete'}]} | {'C':[{'name':'b'}]}",
        "{} | {'$setElementOrder/C':[{'name':'b'},{'name':'a'}],'C':[{'name':'a'},{'name':'b'}]}"
            + " | {'C':[{'name':'b'},{'name':'a'}]}",
        "{} | {'$setElementOrder/C':[{'name':'b'}]} | {}",
        // one key twice, as TCP and UDP on one number have: each entry stays one entry, and what is
        // changed is the first of them
        "{'C':[{'name':'a','ports':[{'containerPort':53,'name':'t'}]}]} | {'C':[{'name':'a',"
            + "'$setElementOrder/ports':[{'containerPort':53},{'containerPort':53}],"
            + "'ports':[{'containerPort':53,'name':'u','protocol':'UDP'}]}]} | {'C':[{'name':'a',"
            + "'ports':[{'containerPort':53,'name':'u','protocol':'UDP'}]}]}",
        "{'C':[{'name':'a','ports':[{'containerPort':53,'name':'t'},{'containerPort':53,"
            + "'name':'u','protocol':'UDP'}]}]} | {'C':[{'name':'a','$setElementOrder/ports':"
            + "[{'containerPort':53},{'containerPort':53}],'ports':[{'containerPort':53,"
            + "'hostPort':5}]}]} | {'C':[{'name':'a','ports':[{'containerPort':53,'name':'t',"
            + "'hostPort':5},{'containerPort':53,'name':'u','protocol':'UDP'}]}]}",
        "{} | {'C':[{'name':'a','ports':[{'containerPort':53}]},{'name':'b'}],"
            + "'$setElementOrder/C':[{'name':'b'},{'name':'a'},{'name':'b'}]}"
            + " | {'C':[{'name':'b'},{'name':'a','ports':[{'containerPort':53}]}]}",
        // $retainKeys clears what an update of a union must not leave behind
        "{'volumes':[{'name':'v','emptyDir':{}}]}"
            + " | {'volumes':[{'name':'v','$retainKeys':['name','path'],'path':'/p'}]}"
            + " | {'volumes':[{'name':'v','path':'/p'}]}",
        // where there is nothing yet, directives and nulls vanish
        "{} | {'C':[{'name':'a','$patch':'delete'},{'name':'b','image':null}]} |"
            + " {'C':[{'name':'b'}]}",
        "{} | {'nodeSelector':{'$retainKeys':['a'],'a':'1','b':null}} | {'nodeSelector':{'a':'1'}}",
        "{'unknown':[1]} | {'unknown':[2],'other':{'x':null}} | {'unknown':[2],'other':{}}",
        // what cannot be done
        "{'C':[]} | {'C':[{'image':'1'}]} | 422",
        "{'C':[{'name':'a'}]} | {'C':[{'$patch':'delete'}]} | 422",
        "{'C':[]} | {'C':[{'name':'a','$patch':'explode'}]} | 400",
        "{'nodeSelector':{}} | {'nodeSelector':{'$patch':'explode'}} | 400",
        "{'nodeSelector':{}} | {'nodeSelector':{'$retainKeys':['a'],'b':'1'}} | 400",
        "{'nodeSelector':{}} | {'nodeSelector':{'$retainKeys':'a'}} | 400",
        "{'C':[]} | {'$setElementOrder/C':'a'} | 400",
      })
  void podSpecs(String current, String patch, String expected) {
    check(current, patch, expected);
  }

  private static void check(String current, String patch, String expected) {
    ObjectNode whole = wrap(current);
    PatchesTest.check(
        expected.length() == 3 ? expected : wrap(expected).toString(),
        whole,
        () -> StrategicMerge.apply(TestSchemas.SOURCE, TestSchemas.DEPLOYMENT, whole, wrap(patch)));
    assertThat(whole).isEqualTo(wrap(current));
  }

  private static ObjectNode wrap(String podSpec) {
    String spec = podSpec.replace("'C'", "'containers'").replace("/C'", "/containers'");
    return object("{'spec':{'template':{'spec':" + spec + "}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['a','b'] | {'finalizers':['c']} | ['c','a','b']",
        "['a','b'] | {'$deleteFromPrimitiveList/finalizers':['a']} | ['b']",
        "['a','b'] | {'$deleteFromPrimitiveList/finalizers':['a'],"
            + "'$setElementOrder/finalizers':['c','b'],'finalizers':['c']} | ['c','b']",
        "['a']     | {'finalizers':['a']} | ['a']",
        "['a','a'] | {'finalizers':['b','b']} | ['b','a']",
      })
  void plainValuesMergeAsASet(String current, String patch, String expected) {
    assertThat(
            StrategicMerge.apply(
                TestSchemas.SOURCE,
                TestSchemas.DEPLOYMENT,
                object("{'metadata':{'finalizers':" + current + "}}"),
                object("{'metadata':" + patch + "}")))
        .isEqualTo(object("{'metadata':{'finalizers':" + expected + "}}"));
  }

  /** A hundred thousand entries against as many: not each with each. */
  @Test
  void longListsMergeWithoutComparingEachWithEach() {
    StringBuilder env = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      env.append(i == 0 ? "" : ",").append("{'name':'").append(i).append("'}");
    }
    String list = "{'C':[{'name':'a','env':[" + env + "]}]}";
    check(list, list, list);
  }

  @Test
  void aPatchMustBeAnObject() {
    PatchesTest.check(
        "400",
        object("{}"),
        () ->
            StrategicMerge.apply(
                TestSchemas.SOURCE, TestSchemas.DEPLOYMENT, object("{}"), json("[]")));
  }
}
