"""Follows what happens in a Parley account with nothing but Python's standard library (3.9 or newer):

    PARLEY_TOKEN=... python3 stream_client.py

It keeps the position it has come to in a file, so that it goes on from there whatever ends in between: the connection, the
server, or itself. PARLEY_URL is http://127.0.0.1:4000 unless told, STREAM_POSITION the name of the file.
"""

import json
import os
import random
import sys
import time
import urllib.error
import urllib.request

URL = os.environ.get("PARLEY_URL", "http://127.0.0.1:4000") + "/parley/v1/events"
TOKEN = os.environ.get("PARLEY_TOKEN", "")
FILE = os.environ.get("STREAM_POSITION", "stream-position")
# The server says at least every 15 seconds that it lives.
SILENCE_SECONDS = 45
LONGEST_WAIT_SECONDS = 30

position = None
wait_seconds = 1.0


def say(line):
    print(line, flush=True)


def handle(event):
    """What is to be done with an event. It may come twice when this program is killed between doing it and keeping the position."""
    text = (event["message"] or {}).get("text") or ""
    say(f"{event['position']} {event['type']} {text}".strip())


def keep(value):
    global position
    position = value
    with open(f"{FILE}.new", "w") as file:
        file.write(str(value))
    os.replace(f"{FILE}.new", FILE)


def take(fields):
    """One server-sent event. An id without data is a sign of life: the log was read up to there, and nothing of it was for this token."""
    global wait_seconds
    kind, data, at = fields.get("event"), json.loads(fields.get("data", "null")), fields.get("id")
    if "retry" in fields:
        wait_seconds = int(fields["retry"]) / 1000
    if kind == "ready":
        say(f"following from {data['position']}")
    elif at is None and kind is not None:
        # Kept nowhere: typing, presence, and what the stream says of itself (stopping, slow, refused).
        say(f"{kind} {json.dumps(data)}")
    elif data is not None:
        handle(data)
    if at is not None:
        keep(int(at))


def follow():
    """One connection, from its beginning to its end."""
    headers = {"Accept": "text/event-stream", "Authorization": f"Bearer {TOKEN}"}
    if position is not None:
        headers["Last-Event-ID"] = str(position)
    with urllib.request.urlopen(urllib.request.Request(URL, headers=headers), timeout=SILENCE_SECONDS) as answer:
        yield "connected"
        fields = {}
        for line in answer:
            name, colon, value = line.decode().rstrip("\n").partition(":")
            if name:
                fields[name] = value[1:] if value.startswith(" ") else value
            elif not colon:
                take(fields)
                fields = {}


def refused(answer):
    """True where it may be tried again."""
    error = json.load(answer)["error"]
    if error["code"] == "position_gone" and "oldestPosition" in error:
        # Away for longer than the log is kept: read anew what you keep, and go on with the oldest event there is.
        say(f"missed {(position or 0) + 1} to {error['oldestPosition'] - 1}")
        keep(error["oldestPosition"] - 1)
        return True
    say(f"refused: {error['code']} {error['message']}")
    # Too many, or just now not; anything else does not get better by itself.
    return answer.code in (429, 503)


def main():
    failures = 0
    while True:
        try:
            for _ in follow():
                failures = 0
            say("the stream ended")
        except urllib.error.HTTPError as answer:
            if not refused(answer):
                sys.exit(1)
        except OSError as error:
            say(f"the stream broke: {error}")
        # Not all clients at once, and less often while it does not work.
        time.sleep(min(LONGEST_WAIT_SECONDS, wait_seconds * 2**failures) * random.uniform(0.5, 1))
        failures += 1


if __name__ == "__main__":
    try:
        with open(FILE) as kept:
            position = int(kept.read())
    except FileNotFoundError:
        pass
    main()
