#!/bin/bash
# Succeeds when the services on these ports all say that they are ready. The image has no curl.
set -eu
for port in "$@"; do
  exec 3<>"/dev/tcp/127.0.0.1/$port"
  printf 'GET /actuator/health/readiness HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  read -r _ status _ <&3
  [ "$status" = 200 ]
done
