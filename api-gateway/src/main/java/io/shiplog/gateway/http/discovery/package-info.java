/**
 * What is served, said in the forms that clients ask for: the group and resource lists, old and
 * aggregated, and {@code /version}. Pure functions from the catalogue to bytes.
 */
package io.shiplog.gateway.http.discovery;
