package io.shiplog.schemagen;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One class of the official Java client, read as a file. It is never loaded, so that none of what
 * it needs to run must be there.
 *
 * @param description what the class says about itself; empty where it says nothing
 * @param fields its JSON fields
 */
record ClientClass(String description, List<Field> fields) {

  private static final String SERIALIZED_NAME = "Lcom/google/gson/annotations/SerializedName;";
  private static final String MODEL = "Lio/swagger/annotations/ApiModel;";
  private static final String PROPERTY = "Lio/swagger/annotations/ApiModelProperty;";

  /**
   * One JSON field.
   *
   * @param name its name in JSON
   * @param type its generic Java type
   * @param required whether an object must carry it
   * @param description for people
   */
  record Field(String name, Signature type, boolean required, String description) {}

  /** Reads the class of that internal name. */
  static ClientClass read(String internalName) {
    ClassModel model = ClassFile.of().parse(bytes(internalName + ".class"));
    List<FieldModel> fields =
        model.fields().stream().filter(f -> annotation(f, SERIALIZED_NAME).isPresent()).toList();
    List<MethodModel> getters =
        model.methods().stream().filter(m -> annotation(m, PROPERTY).isPresent()).toList();
    // Names differ where a field is a Java keyword, so fields meet their getters by position.
    if (fields.size() != getters.size()) {
      throw new IllegalStateException(internalName + " has fields without an annotated getter");
    }
    List<Field> result = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      result.add(field(internalName, fields.get(i), getters.get(i)));
    }
    String about = annotation(model, MODEL).map(a -> text(a, "description")).orElse("");
    return new ClientClass(about, result);
  }

  private static Field field(String owner, FieldModel field, MethodModel getter) {
    if (!getter.methodTypeSymbol().returnType().equals(field.fieldTypeSymbol())) {
      throw new IllegalStateException(
          owner + "." + field.fieldName() + " is not what " + getter.methodName() + " returns");
    }
    Annotation property = annotation(getter, PROPERTY).orElseThrow();
    Signature type =
        field
            .findAttribute(Attributes.signature())
            .map(a -> a.asTypeSignature())
            .orElseGet(() -> Signature.of(field.fieldTypeSymbol()));
    return new Field(
        text(annotation(field, SERIALIZED_NAME).orElseThrow(), "value"),
        type,
        truth(property, "required"),
        text(property, "value"));
  }

  private static Optional<Annotation> annotation(AttributedElement element, String descriptor) {
    return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
        .flatMap(attribute -> attribute.annotations().stream())
        .filter(annotation -> annotation.className().equalsString(descriptor))
        .findFirst();
  }

  private static String text(Annotation annotation, String name) {
    return value(annotation, name)
        .map(v -> ((AnnotationValue.OfString) v).stringValue())
        .orElse("");
  }

  private static boolean truth(Annotation annotation, String name) {
    return value(annotation, name)
        .map(v -> ((AnnotationValue.OfBoolean) v).booleanValue())
        .orElse(false);
  }

  private static Optional<AnnotationValue> value(Annotation annotation, String name) {
    return annotation.elements().stream()
        .filter(element -> element.name().equalsString(name))
        .map(AnnotationElement::value)
        .findFirst();
  }

  private static byte[] bytes(String path) {
    try (InputStream in = ClientClass.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the client has no " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
