package io.shiplog.architecture.rooms.one;

import io.shiplog.architecture.rooms.other.Other;

/** Planted: depends on its neighbour, which depends on it. */
public final class One {

  Other neighbour;
}
