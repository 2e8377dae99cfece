#!/bin/sh
# Installs the browser of the page tests on Debian and Ubuntu. Needs root; the tests call it themselves when CI=true.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium chromium-driver fonts-liberation
chromium --version
chromedriver --version
