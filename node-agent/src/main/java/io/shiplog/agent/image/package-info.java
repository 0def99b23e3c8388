/** Images: pulled through CRI, or made on the spot for machines that reach no registry. */
package io.shiplog.agent.image;
