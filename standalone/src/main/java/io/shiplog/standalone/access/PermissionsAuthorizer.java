package io.shiplog.standalone.access;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;
import org.jboss.logging.Logger;

/**
 * Asks {@link Permissions}. They are part of the program and cannot be changed at the broker, so
 * there are no ACLs to make before the first client comes, or to take away by mistake. Kafka makes
 * it by its name.
 */
public final class PermissionsAuthorizer implements Authorizer {

  private static final Logger LOG = Logger.getLogger(PermissionsAuthorizer.class);

  @Override
  public void configure(Map<String, ?> config) {
    // There is nothing to choose.
  }

  @Override
  public Map<Endpoint, ? extends CompletionStage<Void>> start(AuthorizerServerInfo server) {
    Map<Endpoint, CompletionStage<Void>> ready = new java.util.HashMap<>();
    server.endpoints().forEach(one -> ready.put(one, CompletableFuture.completedFuture(null)));
    return ready;
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext request, List<Action> actions) {
    return actions.stream().map(action -> authorize(request, action)).toList();
  }

  private static AuthorizationResult authorize(AuthorizableRequestContext request, Action action) {
    String name = request.principal().getName();
    ResourceType type = action.resourcePattern().resourceType();
    String resource = action.resourcePattern().name();
    if (Permissions.allow(name, action.operation(), type, resource)) {
      return AuthorizationResult.ALLOWED;
    }
    if (action.logIfDenied()) {
      LOG.debugf("%s may not %s %s %s", name, action.operation(), type, resource);
    }
    return AuthorizationResult.DENIED;
  }

  @Override
  public AuthorizationResult authorizeByResourceType(
      AuthorizableRequestContext request, AclOperation operation, ResourceType type) {
    return Permissions.allowSome(request.principal().getName(), operation, type)
        ? AuthorizationResult.ALLOWED
        : AuthorizationResult.DENIED;
  }

  @Override
  public List<? extends CompletionStage<AclCreateResult>> createAcls(
      AuthorizableRequestContext request, List<AclBinding> bindings) {
    return bindings.stream()
        .map(binding -> CompletableFuture.completedFuture(new AclCreateResult(fixed())))
        .toList();
  }

  @Override
  public List<? extends CompletionStage<AclDeleteResult>> deleteAcls(
      AuthorizableRequestContext request, List<AclBindingFilter> filters) {
    return filters.stream()
        .map(filter -> CompletableFuture.completedFuture(new AclDeleteResult(fixed())))
        .toList();
  }

  @Override
  public Iterable<AclBinding> acls(AclBindingFilter filter) {
    return List.of();
  }

  @Override
  public void close() {
    // It holds nothing open.
  }

  private static InvalidRequestException fixed() {
    return new InvalidRequestException(
        "what clients of a Shiplog broker may do is fixed, by the kind of their name");
  }
}
