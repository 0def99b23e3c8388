/** The agent's topics: what comes in through inbox, requests and routes, and goes out. */
package io.shiplog.agent.feed;
