package io.shiplog.architecture.rooms.other;

import io.shiplog.architecture.rooms.one.One;

/** Planted: depends on its neighbour, which depends on it. */
public final class Other {

  One neighbour;
}
