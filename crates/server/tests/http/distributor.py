"""A push service and the app behind it, as others read the RFCs: takes a request as a push service must, opens the body
with http_ece as an app does, checks by whose key it was asked, and prints a line of JSON for each.

Paths say how it behaves: /up/NAME takes everything; /gone/NAME answers 410; /busy/NAME answers 429 once, with
Retry-After: 1; /slow/NAME never answers; /moved/NAME redirects.
"""

import base64
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import http_ece
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils


def b64(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


KEY = ec.generate_private_key(ec.SECP256R1())
POINT = KEY.public_key().public_bytes(
    serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
)
AUTH = os.urandom(16)
BUSY = set()


def sender(header, origin):
    """Checks the proof of RFC 8292; returns its claims and the key."""
    scheme, rest = header.split(" ", 1)
    assert scheme == "vapid", header
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    point = unb64(parts["k"])
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    signed, signature = parts["t"].rsplit(".", 1)
    raw = unb64(signature)
    der = utils.encode_dss_signature(
        int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    )
    key.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    head, claims = (json.loads(unb64(part)) for part in signed.split("."))
    assert head == {"typ": "JWT", "alg": "ES256"}, head
    assert claims["aud"] == origin, claims
    return claims, parts["k"]


class PushService(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        origin = "http://" + self.headers["Host"]
        said = {"path": self.path, "bytes": len(body)}
        for name in ("TTL", "Urgency", "Topic", "Content-Encoding"):
            said[name] = self.headers[name]
        claims, said["key"] = sender(self.headers["Authorization"], origin)
        said["sub"] = claims.get("sub")
        said["text"] = http_ece.decrypt(
            body, private_key=KEY, auth_secret=AUTH, version="aes128gcm"
        ).decode()
        self.tell(said)
        kind = self.path.split("/")[1]
        if kind == "slow":
            threading.Event().wait()
        status = {"gone": 410, "moved": 307}.get(kind, 201)
        if kind == "busy" and self.path not in BUSY:
            BUSY.add(self.path)
            status = 429
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        if status == 307:
            self.send_header("Location", origin + "/up/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def tell(self, said):
        with LOCK:
            print(json.dumps(said), flush=True)

    def log_message(self, *_):
        pass


LOCK = threading.Lock()
SERVER = ThreadingHTTPServer(("127.0.0.1", 0), PushService)
SERVER.daemon_threads = True
threading.Thread(target=SERVER.serve_forever, daemon=True).start()
PORT = SERVER.server_address[1]
with LOCK:
    print(
        json.dumps(
            {"base": f"http://127.0.0.1:{PORT}", "p256dh": b64(POINT), "auth": b64(AUTH)}
        ),
        flush=True,
    )
# It ends with whoever started it.
sys.stdin.read()
