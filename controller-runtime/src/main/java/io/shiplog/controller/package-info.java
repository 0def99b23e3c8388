/**
 * How controllers run, whatever they are about: {@link io.shiplog.controller.ControllerReactor}
 * tells them of changes and lets them look, and remembers what is on its way, what rests, what is
 * to be looked at again, and where one threw. Pure: time is an argument, effects are data.
 */
package io.shiplog.controller;
