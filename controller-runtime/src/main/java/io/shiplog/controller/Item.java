package io.shiplog.controller;

import io.shiplog.model.ObjectKey;

/**
 * One thing to look at.
 *
 * @param controller who looks
 * @param key at what; the object under it may be gone
 */
record Item(Controller controller, ObjectKey key) {}
