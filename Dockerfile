# Two images of one assembly; SHIPLOG_ROLES says which services a container runs.
# Build the jars first: ./shiplog build (or: mvn package -DskipTests)

# Brokers, gateways and services.
FROM eclipse-temurin:25-jre AS services
COPY standalone/target/quarkus-app /opt/shiplog
ENV SHIPLOG_HOME=/var/lib/shiplog SHIPLOG_BIND=0.0.0.0
VOLUME /var/lib/shiplog
# Beside the jars are the JVM's options, for a control plane and for a node agent.
ENTRYPOINT ["java", "@/opt/shiplog/control-plane.options", "-jar", "/opt/shiplog/quarkus-run.jar"]

# A node: the same, and what runs containers.
FROM eclipse-temurin:25-jre AS node
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      containerd runc crun containernetworking-plugins nftables libnftables1 iptables iproute2 util-linux \
 && rm -rf /var/lib/apt/lists/*
COPY standalone/target/quarkus-app /opt/shiplog
ENV SHIPLOG_HOME=/var/lib/shiplog SHIPLOG_BIND=0.0.0.0 SHIPLOG_ROLES=node-agent
VOLUME /var/lib/shiplog
ENTRYPOINT ["java", "@/opt/shiplog/node-agent.options", "-jar", "/opt/shiplog/quarkus-run.jar"]
