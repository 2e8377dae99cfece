#!/bin/bash
# As /etc/kafka/docker/run of the real image does: configure, format, start.
set -eu
options=(-Dlogback.configurationFile=/opt/kafka/logback.xml -cp '/opt/kafka/libs/*')
said=$(java "${options[@]}" kafka.docker.KafkaDockerWrapper setup \
  --default-configs-dir /etc/kafka/docker \
  --mounted-configs-dir /mnt/shared/config \
  --final-configs-dir /opt/kafka/config 2>&1) || case $said in
  *"already formatted"*) ;;
  *)
    echo "$said" >&2
    exit 1
    ;;
esac
# KAFKA_HEAP_OPTS is a list.
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:-} "${options[@]}" kafka.Kafka /opt/kafka/config/server.properties
