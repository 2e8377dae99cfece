# Sourced by prove: faults, each caused on purpose in the running suite, and what the doctor says of them.

# finds LINK OPTION...: the doctor, run with these options, says that the link is broken
finds() {
  local link=$1 said
  shift
  if said=$(compose run --rm -T "$@" 2>/dev/null); then
    refuse "the doctor finds nothing wrong with $link"
  fi
  printf '%s\n' "$said" | grep -A1 '^BROKEN' | sed 's/^/    /'
  printf '%s\n' "$said" | grep -q "^BROKEN  $link " || refuse "the doctor does not name $link: $said"
}

mend() { compose up --wait --no-recreate >/dev/null 2>&1; }

# stopped CONTAINER LINK
stopped() {
  say "fault: $1 is stopped"
  compose stop "$1" >/dev/null 2>&1
  finds "$2" doctor --no-event
  mend
}

# As the owner of the databases.
as_owner() {
  compose exec -T postgres sh -c "PGPASSWORD=\$(cat /run/secrets/RIVULET_POSTGRES_PASSWORD) psql -q -h 127.0.0.1 -U rivulet -d analytics -c \"$1\""
}

# api PATH: something of the ETL's API is done
api() {
  curl -fsS -o /dev/null -X POST -H "Authorization: Bearer $(cat "$RIVULET_SECRETS/RIVULET_ADMIN_TOKEN")" \
    "http://127.0.0.1:$RIVULET_ETL_PORT$1"
}

prove_faults() {
  stopped kafka Kafka
  stopped s3 S3
  stopped postgres PostgreSQL
  stopped collector ingest
  stopped pipeline sessionizer

  say "fault: the lake's key is not the one that its store has"
  rm -rf "$work/other-secrets"
  cp -r "$RIVULET_SECRETS" "$work/other-secrets"
  sed -i 's/^aws_secret_access_key.*/aws_secret_access_key = another/' "$work/other-secrets/AWS_CREDENTIALS"
  RIVULET_SECRETS=$work/other-secrets finds S3 doctor --no-event

  say "fault: the token is not the one that the ETL has"
  cp "$RIVULET_SECRETS/AWS_CREDENTIALS" "$work/other-secrets/AWS_CREDENTIALS"
  echo another >"$work/other-secrets/RIVULET_ADMIN_TOKEN"
  RIVULET_SECRETS=$work/other-secrets finds "ETL runs" doctor --no-event

  say "fault: somebody has changed the reader's password in PostgreSQL"
  as_owner "alter role bi_reader password 'another'"
  finds PostgreSQL doctor --no-event
  as_owner "alter role bi_reader password '$(cat "$RIVULET_SECRETS/RIVULET_BI_READER_PASSWORD")'"

  say "fault: the reader may no longer read"
  as_owner "revoke usage on schema bi from bi_reader"
  finds PostgreSQL doctor --no-event
  as_owner "grant usage on schema bi to bi_reader"

  say "fault: a line of the projects file is wrong"
  printf 'projects:\n  - {id: demo, write-keys: [demo-write-key]}\n  - {id: shop, write-keys: none}\n' >"$work/projects.yml"
  finds "projects file" -v "$work/projects.yml:/etc/rivulet/projects.yml:ro" doctor --no-event

  say "fault: the collector does not know the write key"
  printf 'projects:\n  - {id: demo, write-keys: [another-key]}\n' >"$work/projects.yml"
  finds event -v "$work/projects.yml:/etc/rivulet/projects.yml:ro" doctor

  say "fault: somebody has paused the trigger of preprocess"
  api /api/triggers/preprocess-on-schedule/pause
  finds event doctor --wait 90s # an object is written after 60
  api /api/triggers/preprocess-on-schedule/resume
}
