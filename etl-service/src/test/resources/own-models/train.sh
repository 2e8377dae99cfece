#!/bin/sh
# Ends as the hyperparameter "does" says.
set -eu
echo "argument $1, greeting $GREETING"
scores() {
  awk -F, -v head="$1" 'NR == 1 { print head } NR > 1 { print $1 "," $2 ",many,\"because, of it\"" }' \
    "$SM_CHANNEL_TRAIN/train.csv" > "$SM_OUTPUT_DATA_DIR/scores.csv"
}
[ "$SM_HP_DOES" = no-metric ] || echo "epoch 1 auc=0.1 epoch 2 auc=$SM_HP_AUC"
case $SM_HP_DOES in
  well | no-metric)
    cat "$SAGEMAKER_BASE_DIR/input/config/hyperparameters.json" "$SAGEMAKER_BASE_DIR/input/config/inputdataconfig.json"
    env | sort
    head -c 4 "$SM_CHANNEL_KNOWN/known.parquet"
    cp "$SM_CHANNEL_TRAIN/train.csv" "$SM_MODEL_DIR"
    scores person_id,score,label,reason ;;
  parquet) cp ready.parquet "$SM_OUTPUT_DATA_DIR/scores.parquet" ;;
  failure)
    echo "on stderr" >&2
    printf 'no more trees %02000d' 0 > "$SM_OUTPUT_DIR/failure"
    exit 3 ;;
  exit) exit 4 ;;
  missing) ;;
  bad-column) scores person_id,score,labell,reason ;;
  no-number) printf 'person_id,score\nu1,1\nu2,NaN\n' > "$SM_OUTPUT_DATA_DIR/scores.csv" ;;
  twice) printf 'person_id,score\nu1,1\nu1,2\n' > "$SM_OUTPUT_DATA_DIR/scores.csv" ;;
  nobody) printf 'person_id,score\nu1,1\nnobody,2\n' > "$SM_OUTPUT_DATA_DIR/scores.csv" ;;
  link)
    scores person_id,score,label,reason
    mv "$SM_OUTPUT_DATA_DIR/scores.csv" ../linked.csv
    ln -s "$PWD/../linked.csv" "$SM_OUTPUT_DATA_DIR/scores.csv" ;;
  waits)
    trap 'echo "saves what it has"; exit 0' TERM
    echo "process $$"
    while :; do sleep 0.1; done ;;
  ignores)
    trap '' TERM
    echo "process $$"
    sleep 1000 &
    echo "process $!"
    while :; do sleep 0.1; done ;;
  writes)
    dd if=/dev/zero of="$SM_MODEL_DIR/big" bs=1048576 count=8 2> /dev/null
    while :; do sleep 0.1; done ;;
  talks)
    awk 'BEGIN { for (i = 0; i < 20000; i++) print "line " i }'
    scores person_id,score,label,reason ;;
esac
