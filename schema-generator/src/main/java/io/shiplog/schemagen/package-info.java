/**
 * Derives the schemas of the Kubernetes API's types from the official Java client's classes, while
 * the model is built.
 *
 * <p>The client gives fields, types, which are required, and descriptions; how lists and maps merge
 * is in {@code merge-keys.tsv} beside this package, and which types there are in {@code
 * definitions.txt}.
 */
package io.shiplog.schemagen;
