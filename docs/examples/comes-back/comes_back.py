"""Learns who comes back, by SageMaker's contract for training containers; the standard library is enough."""
import csv
import json
import math
import os
import pathlib
import sys

FEATURES = ["silent_days", "active_days", "events"]


def rows(channel):
    folder = pathlib.Path(os.environ["SM_CHANNEL_" + channel.upper()])
    with open(folder / (channel + ".csv"), newline="") as lines:
        return list(csv.DictReader(lines))


def values(row):
    return [math.log1p(float(row[name])) for name in FEATURES]


def auc(scored):
    """The chance that who came back is ranked above who did not."""
    came = [score for score, is_back in scored if is_back]
    others = [score for score, is_back in scored if not is_back]
    if not came or not others:
        sys.exit("nobody, or everybody, came back: there is nothing to learn")
    return sum((a > b) + 0.5 * (a == b) for a in came for b in others) / (len(came) * len(others))


def main():
    epochs, rate = int(os.environ["SM_HP_EPOCHS"]), float(os.environ["SM_HP_RATE"])
    known = [(values(row), row["came_back"] == "true") for row in rows("train")]
    learned, held_out = [p for i, p in enumerate(known) if i % 4], known[::4]
    means = [sum(column) / len(learned) for column in zip(*(x for x, _ in learned))]
    spreads = [
        math.sqrt(sum((v - m) ** 2 for v in column) / len(learned)) or 1
        for column, m in zip(zip(*(x for x, _ in learned)), means)
    ]
    weights = [0.0] * (len(FEATURES) + 1)

    def probability(x):
        z = weights[0] + sum(w * (v - m) / s for w, v, m, s in zip(weights[1:], x, means, spreads))
        return 1 / (1 + math.exp(-max(-30, min(30, z))))

    for epoch in range(1, epochs + 1):
        slopes = [0.0] * len(weights)
        for x, is_back in learned:
            error = probability(x) - is_back
            slopes[0] += error
            for i, (v, m, s) in enumerate(zip(x, means, spreads), 1):
                slopes[i] += error * (v - m) / s
        weights = [w - rate * slope / len(learned) for w, slope in zip(weights, slopes)]
        if epoch % 50 == 0 or epoch == epochs:
            print(f"epoch={epoch} validation:auc={auc([(probability(x), b) for x, b in held_out]):.4f}", flush=True)

    pathlib.Path(os.environ["SM_MODEL_DIR"], "model.json").write_text(
        json.dumps({"features": FEATURES, "means": means, "spreads": spreads, "weights": weights}))
    with open(pathlib.Path(os.environ["SM_OUTPUT_DATA_DIR"], "scores.csv"), "w", newline="") as out:
        scores = csv.writer(out)
        scores.writerow(["person_id", "score"])
        for row in rows("score"):
            scores.writerow([row["person_id"], f"{probability(values(row)):.6f}"])


try:
    main()
except (Exception, SystemExit) as problem:
    pathlib.Path(os.environ["SM_OUTPUT_DIR"], "failure").write_text(f"{type(problem).__name__}: {problem}")
    raise
