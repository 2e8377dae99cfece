"""Posts batches of events until FILE.stop is there, each until it is answered with 200; writes their number to FILE.

usage: load.py COLLECTOR WRITE-KEY FILE
"""

import base64
import json
import os
import sys
import time
import urllib.error
import urllib.request

collector, key, file = sys.argv[1:]
authorization = "Basic " + base64.b64encode(f"{key}:".encode()).decode()
run = time.time_ns()
sent = retries = number = 0
while not os.path.exists(file + ".stop"):
    batch = [
        {
            "type": "track",
            "event": "Proved",
            "messageId": f"proof-load-{run}-{number}-{i}",
            "anonymousId": f"person-{(number * 20 + i) % 500}",
        }
        for i in range(20)
    ]
    request = urllib.request.Request(
        collector + "/v1/batch",
        data=json.dumps({"batch": batch}).encode(),
        headers={"Content-Type": "application/json", "Authorization": authorization},
    )
    # The same batch again, as an SDK does it: its message ids keep it from being counted twice.
    while True:
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                if answer.status == 200:
                    break
        except (OSError, urllib.error.URLError):
            pass
        retries += 1
        time.sleep(0.5)
    sent += len(batch)
    number += 1
    time.sleep(0.05)
print(f"{sent} events acknowledged, {retries} requests repeated", flush=True)
with open(file, "w", encoding="utf-8") as out:
    out.write(str(sent))
