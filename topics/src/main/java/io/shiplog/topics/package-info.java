/**
 * The contract between the services: every topic, its key, its value, its headers and its one
 * writer. Whoever wants to know what travels between two services reads this package.
 */
package io.shiplog.topics;
