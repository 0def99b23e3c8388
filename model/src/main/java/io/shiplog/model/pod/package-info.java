/** What a Pod means, whoever asks: how far it is, what it asks for, which taints it tolerates. */
package io.shiplog.model.pod;
