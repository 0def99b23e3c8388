/**
 * How a write changes an object: JSON patch, merge patch, strategic merge patch, server-side apply,
 * and who owns which field afterwards. Every function takes trees and returns new ones; what it is
 * given is never changed.
 */
package io.shiplog.model.patch;
