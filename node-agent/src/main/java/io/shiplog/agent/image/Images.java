package io.shiplog.agent.image;

import io.grpc.StatusRuntimeException;
import io.shiplog.agent.decide.ContainerUser;
import io.shiplog.agent.decide.Credential;
import io.shiplog.agent.runtime.Cri;
import io.shiplog.agent.runtime.cri.AuthConfig;
import io.shiplog.agent.runtime.cri.Image;
import io.shiplog.agent.runtime.cri.ImageSpec;
import io.shiplog.agent.runtime.cri.ImageStatusRequest;
import io.shiplog.agent.runtime.cri.ImageStatusResponse;
import io.shiplog.agent.runtime.cri.PodSandboxConfig;
import io.shiplog.agent.runtime.cri.PullImageRequest;
import java.util.Iterator;
import java.util.List;

/** The images on this node. */
public final class Images {

  private static final long LOOKUP_SECONDS = 30;
  private static final long PULL_SECONDS = 1800;

  private final Cri cri;

  public Images(Cri cri) {
    this.cri = cri;
  }

  /** Whether the image is on this node. */
  public boolean present(String image) {
    return status(image).hasImage();
  }

  /** The user that an image on this node names; root where it names none. */
  public ContainerUser user(String image) {
    Image found = status(image).getImage();
    if (found.hasUid()) {
      return new ContainerUser(found.getUid().getValue(), "");
    }
    String name = found.getUsername();
    return name.isEmpty() ? ContainerUser.ROOT : new ContainerUser(null, name);
  }

  private ImageStatusResponse status(String image) {
    ImageSpec spec = ImageSpec.newBuilder().setImage(image).build();
    return cri.images(LOOKUP_SECONDS)
        .imageStatus(ImageStatusRequest.newBuilder().setImage(spec).build());
  }

  /**
   * Pulls an image, which may take minutes.
   *
   * @param credentials to try one after the other; none to ask without
   * @throws StatusRuntimeException if that fails with each of them; as the last one failed
   */
  public void pull(String image, List<Credential> credentials) {
    if (credentials.isEmpty()) {
      pull(request(image).build());
    }
    Iterator<Credential> left = credentials.iterator();
    while (left.hasNext()) {
      try {
        pull(request(image).setAuth(auth(left.next())).build());
        return;
      } catch (StatusRuntimeException e) {
        if (!left.hasNext()) {
          throw e;
        }
      }
    }
  }

  private void pull(PullImageRequest request) {
    cri.images(PULL_SECONDS).pullImage(request);
  }

  private static PullImageRequest.Builder request(String image) {
    return PullImageRequest.newBuilder()
        .setImage(ImageSpec.newBuilder().setImage(image))
        .setSandboxConfig(PodSandboxConfig.getDefaultInstance());
  }

  private static AuthConfig auth(Credential credential) {
    return AuthConfig.newBuilder()
        .setUsername(credential.username())
        .setPassword(credential.password())
        .setIdentityToken(credential.identityToken())
        .setRegistryToken(credential.registryToken())
        .build();
  }
}
