/**
 * Pure decisions of the workload controllers: one package each, behind {@link
 * io.shiplog.deployment.decide.WorkloadControllers}.
 */
package io.shiplog.deployment.decide;
