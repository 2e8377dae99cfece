#!/bin/bash
# Takes the variables that the real image takes.
set -eu
# S3PROXY_JAVA_OPTS is a list.
# shellcheck disable=SC2086
exec java ${S3PROXY_JAVA_OPTS:-} \
  -Ds3proxy.endpoint="$S3PROXY_ENDPOINT" -Ds3proxy.authorization="$S3PROXY_AUTHORIZATION" \
  -Ds3proxy.identity="$S3PROXY_IDENTITY" -Ds3proxy.credential="$S3PROXY_CREDENTIAL" \
  -Djclouds.provider="$JCLOUDS_PROVIDER" -Djclouds.filesystem.basedir="$JCLOUDS_FILESYSTEM_BASEDIR" \
  -Dlogback.configurationFile=/opt/s3proxy/logback.xml -cp '/opt/s3proxy/libs/*' \
  org.gaul.s3proxy.Main --properties /dev/null
