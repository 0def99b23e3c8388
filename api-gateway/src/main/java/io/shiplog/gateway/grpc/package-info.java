/** The gRPC door: apply, get, list, watch and delete for programs that prefer streams to REST. */
package io.shiplog.gateway.grpc;
