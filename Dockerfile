# One image for each service, from the jar that ./mvnw package made:
#   docker build --build-arg SERVICE=ingest-service -t rivulet/ingest-service .
ARG BASE_IMAGE=eclipse-temurin:17-jre
FROM ${BASE_IMAGE}
ARG SERVICE

COPY docker/health-check.sh /opt/rivulet/health-check.sh
COPY ${SERVICE}/target/${SERVICE}-*-exec.jar /opt/rivulet/service.jar

# A new volume mounted here takes over this owner.
RUN mkdir -p /var/lib/rivulet && chown 10001:10001 /var/lib/rivulet
USER 10001:10001
WORKDIR /var/lib/rivulet
ENV HOME=/var/lib/rivulet \
    JAVA_TOOL_OPTIONS=-XX:MaxRAMPercentage=60

# A JVM without memory is restarted rather than kept half alive.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-Duser.home=/var/lib/rivulet", "-jar", "/opt/rivulet/service.jar"]
