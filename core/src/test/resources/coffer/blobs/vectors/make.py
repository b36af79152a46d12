#!/usr/bin/env python3
"""Makes the vectors of this directory with nothing of Coffer's: python3 make.py. See README.md."""

import hashlib
import hmac
import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HERE = Path(__file__).parent
SEGMENT = 65536

DATA_KEY = bytes(range(0x00, 0x20))
SPACE_KEY = bytes(range(0x20, 0x40))
WRAP_NONCE = bytes(range(0x40, 0x4C))
SPACE_KEY_ID = bytes.fromhex("11111111222243338444555555555555")
OBJECT_ID = bytes.fromhex("aaaaaaaabbbb4ccc8dddeeeeeeeeeeee")
VERSION = 1

ROOT_KEY = bytes(range(0x60, 0x80))
RING_NONCE = bytes(range(0x50, 0x5C))
SPACE = 42
CREATED_US = 1_790_000_000_000_000
WRITTEN_US = CREATED_US + 1_000_000
GENERATION = 7


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def hkdf(ikm, salt, info, length):
    return HKDF(SHA256(), length, salt or None, info).derive(ikm)


def sealed(plain):
    bound = b"COFSEAL1" + bytes([1, 1, 16, 0]) + struct.pack(">I", VERSION) + SPACE_KEY_ID + OBJECT_ID
    head = bound + WRAP_NONCE + AESGCM(SPACE_KEY).encrypt(WRAP_NONCE, DATA_KEY, bound)
    out = head + struct.pack(">I", crc32c(head)) + bytes(16)
    body = AESGCM(hkdf(DATA_KEY, bound, b"coffer seal body v1", 32))
    segments = max(1, -(-len(plain) // SEGMENT))
    for i in range(segments):
        nonce = bytes(7) + struct.pack(">IB", i, i == segments - 1)
        out += body.encrypt(nonce, plain[i * SEGMENT : (i + 1) * SEGMENT], None)
    return out


def unsealed(content):
    head = b"COFPLAIN" + bytes([1, 0, 16, 0]) + bytes(20) + OBJECT_ID + bytes(60)
    out = head + struct.pack(">I", crc32c(head)) + bytes(16) + content
    segments = max(1, -(-len(content) // SEGMENT))
    for i in range(segments):
        bound = OBJECT_ID + struct.pack(">QB", i, i == segments - 1)
        out += struct.pack(">I", crc32c(bound + content[i * SEGMENT : (i + 1) * SEGMENT]))
    return out


def plain(length):
    return b"\x30" if length == 1 else bytes((31 * i + 7) % 256 for i in range(length))


def root_file():
    root_id = hkdf(ROOT_KEY, b"", b"coffer root id v1", 16)
    text = f"coffer root key 1\nid {root_id.hex()}\ncreated 2026-11-22T10:00:00Z\nkey {ROOT_KEY.hex()}\n"
    return root_id, text + f"check {hashlib.sha256(text.encode()).hexdigest()[:16]}\n"


def ring_file(root_id):
    wrap = hkdf(ROOT_KEY, b"", b"coffer root wrap v1", 32)
    mac_key = hkdf(ROOT_KEY, b"", b"coffer ring mac v1", 32)

    def mac(purpose, data):
        return hmac.new(mac_key, purpose + data, hashlib.sha256).digest()

    name = SPACE_KEY_ID + struct.pack(">I", VERSION)
    wrapped = RING_NONCE + AESGCM(wrap).encrypt(RING_NONCE, SPACE_KEY, b"coffer space key v1" + name)
    entry = name + bytes([1, 0, 0, 0]) + struct.pack(">qq", SPACE, CREATED_US) + root_id + wrapped
    entry += mac(b"coffer ring entry v1", entry)
    head = b"COFRING1" + bytes([1, 0, 0, 0]) + struct.pack(">Iq", 1, GENERATION)
    head += root_id + struct.pack(">q", WRITTEN_US) + bytes(16)
    return head + entry + mac(b"coffer ring file v1", head + entry)


for name, make in (("sealed", sealed), ("plain", unsealed)):
    lines = [f"# plain length, {'sealed' if make is sealed else 'stored'} length, SHA-256 of the {name} object"]
    for length in (0, 1, 65535, 65536, 65537, 200000):
        object_bytes = make(plain(length))
        lines.append(f"{length} {len(object_bytes)} {hashlib.sha256(object_bytes).hexdigest()}")
    (HERE / f"{name}.txt").write_text("\n".join(lines) + "\n")
(HERE / "sealed-empty.hex").write_text(sealed(b"").hex() + "\n")
root_id, text = root_file()
(HERE / "root.key").write_text(text)
(HERE / "ring-7.cofring.hex").write_text(ring_file(root_id).hex() + "\n")
