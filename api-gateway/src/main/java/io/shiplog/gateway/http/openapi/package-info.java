/**
 * OpenAPI documents of the served kinds, versions 2 and 3, made from the catalogue and the schemas.
 * Pure functions to bytes.
 */
package io.shiplog.gateway.http.openapi;
