/**
 * The node agent: a process of its own on each node that makes the pods of its inbox run and says
 * in its outbox what became of them.
 */
package io.shiplog.agent;
