package io.shiplog.model.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shiplog.model.command.PatchType;

/**
 * How objects of a served version become those of the stored one, and back. Pure; what is handed in
 * is not changed. See {@code docs/adr/0038-several-versions-of-one-resource.md}.
 */
public interface Conversion {

  /** The version is the stored one. */
  Conversion NONE =
      new Conversion() {
        @Override
        public ObjectNode toStored(ObjectNode served) {
          return served;
        }

        @Override
        public ObjectNode toServed(ObjectNode stored) {
          return stored;
        }

        @Override
        public JsonNode patchToStored(PatchType type, JsonNode patch) {
          return patch;
        }

        @Override
        public String pathToStored(String field) {
          return field;
        }
      };

  /** A whole object as it is stored. */
  ObjectNode toStored(ObjectNode served);

  /** A stored object as this version shows it. */
  ObjectNode toServed(ObjectNode stored);

  /** A patch of this version as one of the stored version. */
  JsonNode patchToStored(PatchType type, JsonNode patch);

  /**
   * What a field is called in the stored version.
   *
   * @param field a path with dots, such as a field selector names
   */
  String pathToStored(String field);
}
