#!/usr/bin/env python3
"""Makes the vectors of this directory with nothing of Coffer's but its list of words: python3 make.py. See README.md."""

import hashlib
import unicodedata
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

HERE = Path(__file__).parent
WORDS = (HERE.parents[4] / "main/resources/coffer/kits/bip39-english.txt").read_text().split()

ROOT_KEY = bytes(range(0x60, 0x80))
OTHER_KEY = bytes(range(0x80, 0xA0))
SALT = bytes(range(0xA0, 0xB0))
NONCE = bytes(range(0xB0, 0xBC))
MADE = "2026-11-22T10:00:00Z"
INSTALLATION = "https://cloud.example.org"
PASSPHRASE = "correct horse battery staple"

ENTROPIES = [
    "00" * 32,
    "7f" * 32,
    "80" * 32,
    "ff" * 32,
    "00ac97c48106f0aeb8ba061e0250a559b3251dc35854e694780ba51d53a50120",
    "3edc83b60740d77af3afa2fcb82c2f1bc541ee4e2518ddef4996d32453f54a3c",
    "89bb4bc5555992cdaf3444c5e7ca5a6e9f27efab894f1990bae41be8b2a26ea4",
    "911fec0fbd88029f6fa99164896c18d898c9232af18bdcca3e42d53b86493104",
    ROOT_KEY.hex(),
]
SPLITTINGS = [(2, 2), (2, 3), (3, 5), (5, 8), (16, 16)]


def root_id(key):
    return HKDF(SHA256(), 16, None, b"coffer root id v1").derive(key)


def checked(lines):
    return lines + f"check {hashlib.sha256(lines.encode()).hexdigest()[:16]}\n"


def bound(key, made, installation, iterations):
    return (
        f"coffer recovery kit 1\nroot-id {root_id(key).hex()}\nmade {made}\ninstallation {installation}\n"
        f"kdf pbkdf2-hmac-sha512 {iterations} {SALT.hex()}\n"
    )


def sealed_lines(key, passphrase, iterations, data):
    text = unicodedata.normalize("NFC", passphrase).encode()
    derived = hashlib.pbkdf2_hmac("sha512", text, SALT, iterations, 32)
    digits = (NONCE + AESGCM(derived).encrypt(NONCE, key, data.encode())).hex()
    return f"sealed {digits[:60]}\nsealed {digits[60:]}\n"


def kit(key, made, installation, iterations, passphrase):
    head = bound(key, made, installation, iterations)
    return checked(head + sealed_lines(key, passphrase, iterations, head))


def words(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    assert len(bits) % 11 == 0
    return " ".join(WORDS[int(bits[at : at + 11], 2)] for at in range(0, len(bits), 11))


def key_words(key):
    return words(key + hashlib.sha256(key).digest()[:1])


# The field, by powers of its generator 3.
POWERS = [1]
for _ in range(254):
    doubled = POWERS[-1] << 1
    POWERS.append((doubled ^ 0x11B if doubled > 0xFF else doubled) ^ POWERS[-1])
LOGS = {power: exponent for exponent, power in enumerate(POWERS)}
assert len(LOGS) == 255


def product(a, b):
    return POWERS[(LOGS[a] + LOGS[b]) % 255] if a and b else 0


def value(coefficients, place):
    total, power = 0, 1
    for coefficient in coefficients:
        total ^= product(coefficient, power)
        power = product(power, place)
    return total


def shares(key, needed, count):
    random = [hashlib.sha256(b"coefficient %d" % power).digest() for power in range(1, needed)]
    columns = list(zip(key, *random))
    for index in range(1, count + 1):
        head = bytes([0x10 | needed - 1, count - 1 << 4 | index - 1, 0xC0, 0xFF, needed, count]) + root_id(key)[:4]
        body = head + bytes(value(column, index) for column in columns)
        yield index, body + hashlib.sha256(body).digest()[:2]


def refused(good):
    """Kits with a fitting checksum that no reader may take, and which words its reason has to hold."""
    lines = good.splitlines(keepends=True)[:-1]

    def with_line(number, line):
        return checked("".join(lines[:number] + [line + "\n"] + lines[number + 1 :]))

    kdf = "kdf pbkdf2-hmac-sha512"
    yield "another version", with_line(0, "coffer recovery kit 2")
    yield "eight lines", with_line(1, "root-id " + root_id(ROOT_KEY).hex().upper())
    yield "time", with_line(2, "made 2026-02-30T10:00:00Z")
    yield "time", with_line(2, "made 2026-11-21T24:00:00Z")
    yield "time", with_line(2, "made 1969-12-31T23:59:59Z")
    yield "installation", with_line(3, "installation " + "a" * 65)
    yield "installation", with_line(3, "installation  a")
    yield "eight lines", with_line(3, "installation")
    yield "99,999 times", with_line(4, f"{kdf} 99999 {SALT.hex()}")
    yield "10,000,001 times", with_line(4, f"{kdf} 10000001 {SALT.hex()}")
    yield "eight lines", with_line(4, f"{kdf} 0100000 {SALT.hex()}")
    yield "eight lines", with_line(4, f"kdf pbkdf2-hmac-sha256 1000000 {SALT.hex()}")
    yield "eight lines", with_line(4, f"{kdf} 1000000 {SALT.hex()[2:]}")
    yield "eight lines", with_line(5, lines[5].strip()[:-2])
    yield "eight lines", checked("".join(lines) + lines[6])
    yield "checksum", good.replace("cloud", "clown")


first = kit(ROOT_KEY, MADE, INSTALLATION, 1_000_000, PASSPHRASE)
(HERE / "kit.txt").write_text(first)
(HERE / "kit-line.txt").write_text("COFFER-KIT:1:" + first.encode().hex().upper() + "\n")
second = kit(OTHER_KEY, "2027-01-01T00:00:00Z", "Zurich (2nd floor)", 100_000, "Zu\u0308rcher Gru\u0308\u00dfe \U0001f511")
(HERE / "kit-unicode.txt").write_text(second)
(HERE / "refused.txt").write_text("".join(f"# {reason}\n{text}" for reason, text in refused(first)))
(HERE / "words.txt").write_text("".join(f"{key} {key_words(bytes.fromhex(key))}\n" for key in ENTROPIES))
lines = ["# needed, count, index, line, words\n"]
for needed, count in SPLITTINGS:
    for index, share in shares(ROOT_KEY, needed, count):
        lines.append(f"{needed} {count} {index} COFFER-SHARE:1:{share.hex().upper()} {words(share)}\n")
(HERE / "shares.txt").write_text("".join(lines))
