/**
 * Manifests as people write them: one reader and one writer of YAML for every door, which behave as
 * Kubernetes' do (docs/adr/0034).
 */
package io.shiplog.manifests;
