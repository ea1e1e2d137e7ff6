"""Receives webhooks of Parley with nothing but Python's standard library (3.9 or newer):

    WEBHOOK_SECRET=whsec_... python3 webhook_receiver.py

It verifies the signature over the bytes it got, refuses old ones, writes each delivery into a file (SQLite) once, answers, and
says which numbers it has not seen. WEBHOOK_FORMAT is parley, chatwoot or tidysupport. WEBHOOK_SECRET takes several secrets,
separated by commas, while one takes over from another.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import sqlite3
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FORMAT = os.environ.get("WEBHOOK_FORMAT", "parley")
SECRETS = [secret for secret in os.environ.get("WEBHOOK_SECRET", "").split(",") if secret]
OLDEST_SECONDS = 300
MOST_BYTES = 10_000_000

if not SECRETS or FORMAT not in ("parley", "chatwoot", "tidysupport"):
    raise SystemExit("WEBHOOK_SECRET must be set, and WEBHOOK_FORMAT be parley, chatwoot or tidysupport")


def key_of(secret):
    if FORMAT != "parley":
        return secret.encode()
    # Standard Webhooks: https://www.standardwebhooks.com
    return base64.b64decode(secret[6:] if secret.startswith("whsec_") else secret)


KEYS = [key_of(secret) for secret in SECRETS]


def decoded(decode, text):
    try:
        return decode(text)
    except (binascii.Error, ValueError):
        return b""


def read_signed(header):
    """When it was signed, what stands before the body in what was signed, and the signatures that came."""
    if FORMAT == "parley":
        at = header("webhook-timestamp")
        given = [one[3:] for one in header("webhook-signature").split(" ") if one.startswith("v1,")]
        return at, f"{header('webhook-id')}.{at}.", [decoded(base64.b64decode, one) for one in given]
    if FORMAT == "chatwoot":
        at = header("x-chatwoot-timestamp")
        return at, f"{at}.", [decoded(bytes.fromhex, header("x-chatwoot-signature").replace("sha256=", "", 1))]
    parts = [part.partition("=") for part in header("x-tidysupport-signature").split(",")]
    at = next((value for name, _, value in parts if name == "t"), "")
    return at, f"{at}.", [decoded(bytes.fromhex, value) for name, _, value in parts if name == "v1"]


def doubt(header, body):
    """Why a request is not believed; None where it is genuine."""
    at, prefix, signatures = read_signed(header)
    if not re.fullmatch(r"[0-9]{1,12}", at):
        return "it says no time"
    expected = [hmac.new(key, prefix.encode("latin-1") + body, hashlib.sha256).digest() for key in KEYS]
    if not any(hmac.compare_digest(given, wanted) for given in signatures for wanted in expected):
        return "no signature matches"
    if abs(time.time() - int(at)) > OLDEST_SECONDS:
        return "it was signed too long ago"
    return None


STORE = sqlite3.connect(os.environ.get("WEBHOOK_STORE", "webhooks.sqlite"), check_same_thread=False)
STORE.executescript(
    """
    create table if not exists deliveries (id text primary key, received_at integer not null, body text not null);
    create table if not exists numbers (number integer primary key);
    """
)
ONE_AT_A_TIME = threading.Lock()
FIRST_MISSING = """
    select number + 1 from numbers seen
    where not exists (select 1 from numbers where number = seen.number + 1) and number < (select max(number) from numbers)
    order by number limit 1
"""


def take(delivery_id, number, body):
    """Takes a genuine delivery, once: a delivery that is repeated or replayed has the id it had before."""
    with ONE_AT_A_TIME, STORE:
        row = (delivery_id, int(time.time() * 1000), body.decode())
        is_new = STORE.execute("insert into deliveries values (?, ?, ?) on conflict do nothing", row).rowcount == 1
        STORE.execute("insert into numbers values (?) on conflict do nothing", (number,))
        missing = STORE.execute(FIRST_MISSING).fetchone()
    print(f"{'taken' if is_new else 'seen before'} {number} {delivery_id}", flush=True)
    # Conversations overtake each other, so a number may be late by minutes while one is tried again; one that stays away is
    # worth a look at the ledger.
    if missing:
        print(f"missing {missing[0]}", flush=True)
    # The work itself is best done from the table, after the answer.


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if not re.fullmatch(r"[0-9]{1,9}", length) or int(length) > MOST_BYTES:
            self.close_connection = True
            return self.answer(400)
        body = self.rfile.read(int(length))
        delivery_id, number = self.headers.get("webhook-id", ""), self.headers.get("webhook-number", "")
        reason = doubt(lambda name: self.headers.get(name, ""), body)
        if reason is None and not (delivery_id and re.fullmatch(r"[0-9]{1,15}", number)):
            reason = "it has no id and number"
        if reason:
            print(f"refused: {reason}", flush=True)
            return self.answer(401)
        try:
            take(delivery_id, int(number), body)
        except sqlite3.Error as error:
            # What is not answered with 2xx comes again.
            print(error, flush=True)
            return self.answer(500)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        if status != 204:
            self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("", int(os.environ.get("PORT", "8080"))), Receiver)
    print(f"listening on {server.server_address[1]}", flush=True)
    server.serve_forever()
