/** What the fields of each kind are: types, list semantics, required fields, descriptions. */
package io.shiplog.model.schema;
