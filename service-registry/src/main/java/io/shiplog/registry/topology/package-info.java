/** Puts the registry's decisions on topics. */
package io.shiplog.registry.topology;
