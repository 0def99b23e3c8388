/** What is said when something cannot be done: Kubernetes' Status and its field errors. */
package io.shiplog.model.error;
