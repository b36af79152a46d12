"""Makes the files beside it: two entries and the checkpoint over them, from docs/formats/audit-log.md alone.

Run in this directory: python3 make.py   (Python 3.11, OpenSSL 3.0). The key is the one of RFC 8032, section 7.1, test 1.
"""

import hashlib
import json
import pathlib
import subprocess
import tempfile

CHAIN = "11111111-2222-4333-8444-555555555555"
SEED = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
KEY = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
ZERO = "0" * 64


def canonical(value):
    # All names are ASCII, so that sorting by code point is sorting by UTF-16 code unit.
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entry(seq, prev, **members):
    members.update(chain=CHAIN, seq=seq, prev=prev, v=1)
    hashed = hashlib.sha256(b"coffer-audit-v1" + bytes.fromhex(prev) + canonical(members)).hexdigest()
    return canonical(members | {"hash": hashed}) + b"\n", hashed


def sign(message):
    with tempfile.TemporaryDirectory() as directory:
        key = pathlib.Path(directory, "key")
        key.write_bytes(bytes.fromhex("302e020100300506032b657004220420" + SEED))
        text = pathlib.Path(directory, "message")
        text.write_bytes(message)
        command = ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", text]
        return subprocess.run(command, capture_output=True, check=True).stdout.hex()


def leaf(hashed):
    return hashlib.sha256(b"\0" + bytes.fromhex(hashed)).digest()


first, first_hash = entry(
    1,
    ZERO,
    type="audit.begun",
    time="2026-11-22T12:00:00.000000Z",
    outcome="ok",
    actor={"kind": "system", "uid": "audit"},
    source={"address": "local"},
    request={"method": "audit", "route": "audit"},
    target={"kind": "audit"},
    after={"key": KEY},
)
second, second_hash = entry(
    2,
    first_hash,
    type="file.moved",
    time="2026-11-22T12:00:01.000002Z",
    event="1.0.7",
    outcome="ok",
    actor={"kind": "user", "uid": "alice", "account": "12", "token": "5"},
    source={"address": "192.0.2.1", "agent": "Agent/1"},
    request={"id": "req-1", "method": "MOVE", "route": "/dav/files/{path}"},
    target={"kind": "file", "id": "77", "path": '/Fotos/ä "1".jpg', "owner": "alice"},
    before={"path": '/Fotos/ä "1".jpg'},
    after={"path": "/é\t😀.jpg"},
)
segment = first + second
checkpoint = {
    "v": 1,
    "chain": CHAIN,
    "counter": 1,
    "first": 1,
    "last": 2,
    "head": second_hash,
    "root": hashlib.sha256(b"\1" + leaf(first_hash) + leaf(second_hash)).hexdigest(),
    "event": "1.0.7",
    "segment": "2026-11-22",
    "bytes": len(segment),
    "prev": ZERO,
    "time": "2026-11-22T12:00:02.000000Z",
    "key": KEY,
}
checkpoint["signature"] = sign(b"coffer-audit-checkpoint-v1" + canonical(checkpoint))
pathlib.Path("2026-11-22.cofaudit").write_bytes(segment)
pathlib.Path("checkpoints.cofaudit").write_bytes(canonical(checkpoint) + b"\n")
