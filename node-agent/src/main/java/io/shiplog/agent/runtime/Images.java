package io.shiplog.agent.runtime;

import io.grpc.StatusRuntimeException;
import io.shiplog.agent.runtime.cri.ImageSpec;
import io.shiplog.agent.runtime.cri.ImageStatusRequest;
import io.shiplog.agent.runtime.cri.PodSandboxConfig;
import io.shiplog.agent.runtime.cri.PullImageRequest;

/** The images on this node. */
final class Images {

  private static final long LOOKUP_SECONDS = 30;
  private static final long PULL_SECONDS = 1800;

  private final Cri cri;

  Images(Cri cri) {
    this.cri = cri;
  }

  /** Whether the image is on this node. */
  boolean present(String image) {
    return cri.images(LOOKUP_SECONDS)
        .imageStatus(
            ImageStatusRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(image))
                .build())
        .hasImage();
  }

  /**
   * Pulls an image, which may take minutes.
   *
   * @throws StatusRuntimeException if that fails
   */
  void pull(String image) {
    cri.images(PULL_SECONDS)
        .pullImage(
            PullImageRequest.newBuilder()
                .setImage(ImageSpec.newBuilder().setImage(image))
                .setSandboxConfig(PodSandboxConfig.getDefaultInstance())
                .build());
  }
}
