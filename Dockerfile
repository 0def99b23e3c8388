# One image for every service; SHIPLOG_ROLES says which one a container is.
# Build the jars first: ./shiplog build (or: mvn package -DskipTests)
FROM eclipse-temurin:25-jre
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      containerd runc crun containernetworking-plugins nftables libnftables1 iptables iproute2 util-linux \
 && rm -rf /var/lib/apt/lists/*
COPY standalone/target/quarkus-app /opt/shiplog
ENV SHIPLOG_HOME=/var/lib/shiplog SHIPLOG_BIND=0.0.0.0
VOLUME /var/lib/shiplog
# Beside the jars are the JVM's options, for a control plane and for a node agent.
ENV SHIPLOG_JVM=control-plane
ENTRYPOINT ["sh", "-c", "exec java @/opt/shiplog/$SHIPLOG_JVM.options -jar /opt/shiplog/quarkus-run.jar"]
