#!/bin/bash
# Runs once, in an empty data volume: what the services' migrations expect to be there.
set -eu
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set bi_reader_password="$(cat /run/secrets/RIVULET_BI_READER_PASSWORD)" <<'SQL'
create role bi_reader login password :'bi_reader_password';
create database ops owner rivulet;
-- By default every role may connect to every database.
revoke all on database analytics, ops from public;
grant connect on database analytics to bi_reader;
SQL
