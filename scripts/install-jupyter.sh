#!/bin/sh
# Installs Jupyter and what the notebooks need of Debian's or Ubuntu's packages: into the image, and where their test is
# to run. Needs root. DuckDB is not among them: it is the jar of the jobs, reached by JPype.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends jupyter-notebook jupyter-nbconvert python3-ipykernel python3-boto3 \
  python3-jpype python3-matplotlib python3-pandas python3-psycopg2 python3-yaml
