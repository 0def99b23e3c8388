package io.shiplog.standalone.access;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What may be done with some resources.
 *
 * @param type of the resources
 * @param names which of that type
 * @param operations Kafka's; as with Kafka's own ACLs, who may do anything may also describe
 */
record Grant(ResourceType type, Predicate<String> names, Set<AclOperation> operations) {

  private static final Set<AclOperation> IMPLY_DESCRIBE =
      EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER);

  static Grant topics(Predicate<String> names, AclOperation first, AclOperation... more) {
    return new Grant(ResourceType.TOPIC, names, EnumSet.of(first, more));
  }

  static Grant topic(String name, AclOperation first, AclOperation... more) {
    return topics(name::equals, first, more);
  }

  static Grant groups(Predicate<String> names) {
    return new Grant(ResourceType.GROUP, names, EnumSet.of(AclOperation.READ));
  }

  static Grant transactions(String prefix) {
    return new Grant(
        ResourceType.TRANSACTIONAL_ID,
        name -> name.startsWith(prefix),
        EnumSet.of(AclOperation.WRITE));
  }

  boolean allows(AclOperation operation, ResourceType ofType, String name) {
    return type == ofType && allows(operation) && names.test(name);
  }

  boolean allows(AclOperation operation) {
    return operations.contains(operation)
        || (operation == AclOperation.DESCRIBE
            && operations.stream().anyMatch(IMPLY_DESCRIBE::contains));
  }
}
