#!/bin/bash
# As /etc/kafka/docker/run of the real image does: configure, format, start.
set -eu
java -Dlogback.configurationFile=/opt/kafka/logback.xml -cp '/opt/kafka/libs/*' kafka.docker.KafkaDockerWrapper setup \
  --default-configs-dir /etc/kafka/docker \
  --mounted-configs-dir /mnt/shared/config \
  --final-configs-dir /opt/kafka/config 2>&1 | tee /tmp/setup.log || grep -q "already formatted" /tmp/setup.log
# KAFKA_HEAP_OPTS is a list.
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:-} -Dlogback.configurationFile=/opt/kafka/logback.xml -cp '/opt/kafka/libs/*' kafka.Kafka /opt/kafka/config/server.properties
