/**
 * Objects as the tables that {@code kubectl get} prints: one file for each kind or small group of
 * kinds. Pure but for {@link io.shiplog.gateway.http.table.TableViews}, which reads the clock.
 */
package io.shiplog.gateway.http.table;
