# Sourced by prove: each volume is a disk of its own, of 2 GB, that fills up while a client posts events and has room
# again after a minute. None that was acknowledged may be missing in the reports.

disks="collector kafka lake postgres pipeline"

make_disks() {
  local name
  take_disks
  echo volumes: >"$work/disks.yml"
  for name in $disks; do
    mkdir -p "$work/disks/$name"
    truncate --size 2G "$work/disks/$name.img"
    mkfs.ext4 -q -m 0 "$work/disks/$name.img"
    mount -o loop "$work/disks/$name.img" "$work/disks/$name"
    # A volume that is empty takes its owner from the image.
    rmdir "$work/disks/$name/lost+found"
    printf '  %s: {driver_opts: {type: none, o: bind, device: %s}}\n' "$name" "$work/disks/$name" >>"$work/disks.yml"
  done
}

take_disks() {
  local name
  for name in $disks; do
    umount "$work/disks/$name" 2>/dev/null || :
    rm -f "$work/disks/$name.img"
  done
}

# To the last block, and what is freed again.
fill() {
  local folder=$work/disks/$1
  fallocate --length "$(df --output=avail -B1 "$folder" | tail -1)" "$folder/filler" 2>/dev/null || :
  while :; do
    dd if=/dev/zero of="$folder/filler-too" bs=4k oflag=append conv=notrunc 2>/dev/null || :
    sleep 0.2
  done &
  filler=$!
}

make_room() {
  kill "$filler"
  wait "$filler" 2>/dev/null || :
  rm -f "$work/disks/$1/filler" "$work/disks/$1/filler-too"
}

all_healthy() { compose up --wait --no-recreate >/dev/null 2>&1 && echo healthy; }

# full DISK LINK OPTION...: the doctor, run with these options, names the link
full() {
  local disk=$1 link=$2 before
  shift 2
  say "the disk of $disk is full"
  before=$(accepted_events)
  start_load
  fill "$disk"
  sleep 60
  finds "$link" doctor "$@"
  say "and has room again"
  make_room "$disk"
  until_equal "all containers" healthy 180 all_healthy
  stop_load
  until_equal "events in the reports" $((before + $(cat "$work/sent"))) 400 accepted_events
}

# The collector's, while Kafka is away: it may only say no.
full_without_kafka() {
  local before status answer
  say "the disk of collector is full and Kafka is stopped"
  before=$(accepted_events)
  fill collector
  compose stop kafka >/dev/null 2>&1
  answer=$(curl -s -w '\n%{http_code}' -u demo-write-key: "$collector/v1/track" -H 'Content-Type: application/json' \
    -d '{"messageId": "proof-no-room", "anonymousId": "proof", "event": "No Room"}')
  say "it answers $answer"
  status=${answer##*$'\n'}
  [ "$status" = 503 ] || refuse "the collector takes events that it cannot keep"
  finds ingest doctor --no-event
  make_room collector
  until_equal "with room again a post" done 30 sh -c "curl -fsS -o /dev/null -u demo-write-key: $collector/v1/track \
    -H 'Content-Type: application/json' -d '{\"messageId\": \"proof-room\", \"anonymousId\": \"proof\", \"event\": \"Room\"}' && echo done"
  mend
  until_equal "events in the reports" $((before + 1)) 240 accepted_events
}

prove_full_disks() {
  compose --profile '*' down --volumes >/dev/null 2>&1
  make_disks
  overrides=(-f "$work/disks.yml")
  [ -d "$RIVULET_SECRETS" ] || "$root/scripts/make-secrets" "$RIVULET_SECRETS"
  compose up --build --wait --quiet-pull
  post First
  until_equal "events in the reports" 1 240 accepted_events
  full collector disk --no-event
  full_without_kafka
  full kafka Kafka --no-event
  full lake S3 --no-event
  # Whoever only reads may find it whole.
  full postgres '\(PostgreSQL\|event\)' --wait 90s
  full pipeline disk --no-event
  compose --profile '*' down --volumes --timeout 60
  take_disks
}
