/** What tests share that run Shiplog as processes. */
package io.shiplog.e2e.support;
