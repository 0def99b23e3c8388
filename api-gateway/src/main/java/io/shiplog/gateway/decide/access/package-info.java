/**
 * Who may do what: a pure answer to a question, from rules and from what each node's pods use. The
 * words of refusals are kube-apiserver's.
 */
package io.shiplog.gateway.decide.access;
