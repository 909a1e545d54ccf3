#!/usr/bin/env python3
"""Verify a record without Puente: Python's own library and the openssl command.

    verify_record.py FOLDER KEY-FILE

Written from signaling/RECORD.md alone, to show that the format stands alone. It
ends with 0 when the record is accepted, 1 when it is refused, 2 when it cannot
be read. It checks everything but the derived files' making: their hashes only.
"""

import base64
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

ZEROS = "0" * 64
DER_PREFIX = bytes.fromhex("302a300506032b6570032100")


class Refused(Exception):
    """The record is not as it was sealed."""


def main():
    if len(sys.argv) != 3:
        print(__doc__)
        return 2
    folder = pathlib.Path(sys.argv[1])
    try:
        key = read_key(pathlib.Path(sys.argv[2]))
        facts = verify(folder, key)
    except Refused as why:
        print(f"REFUSED {why}")
        return 1
    except OSError as why:
        print(f"NOT READ {why}")
        return 2
    print(f"ACCEPTED {facts}")
    return 0


def verify(folder, key):
    signatures = Signatures(key)
    manifest_bytes = (folder / "manifest.json").read_bytes()
    signature = (folder / "manifest.sig").read_bytes()
    require(signatures.good(manifest_bytes, signature), "manifest: the signature is wrong")
    manifest = json.loads(manifest_bytes)
    canonical = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    require(canonical.encode() == manifest_bytes, "manifest: not canonical")
    require(manifest["format"] == "puente-record-1", "manifest: unknown format")
    require(manifest["key"] == hashlib.sha256(key).hexdigest(), "manifest: another key")

    noted = verify_minutes(folder, manifest)
    segments = 0
    for track in manifest["tracks"]:
        links = verify_track(folder, manifest, track, key, signatures)
        segments += len(links)
        for at_us, link in noted.pop(track["name"], []):
            require(link == ZEROS or link in links, f"{track['name']}: no such segment at {at_us}")
    require(not noted, f"the minutes name tracks that are not there: {sorted(noted)}")

    files = {"manifest.json": None, "manifest.sig": None}
    files["minutes.jsonl"] = manifest["minutes"]["sha256"]
    files["README.txt"] = manifest["readme_sha256"]
    files.update({f"tracks/{t['name']}.pjl": t["sha256"] for t in manifest["tracks"]})
    files.update({f"derived/{d['file']}": d["sha256"] for d in manifest["derived"]})
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        require(path.is_dir() or name in files, f"{name}: not part of the record")
    for name, known in files.items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        require(known in (None, found), f"{name}: changed")
    return f"{len(manifest['tracks'])} tracks, {segments} segments, {manifest['minutes']['events']} events"


def verify_minutes(folder, manifest):
    """Follows the log's chain; gives the links that it names, by track."""
    previous, events, noted = ZEROS, 0, {}
    text = (folder / "minutes.jsonl").read_bytes()
    require(not text or text.endswith(b"\n"), "minutes: the last line has no end")
    for line in text.split(b"\n")[:-1]:
        try:
            entry = json.loads(line)
        except ValueError:
            raise Refused(f"minutes: line {events} is no event") from None
        require(entry["hearing"] == manifest["hearing"], f"minutes: line {events} of another hearing")
        require(entry["seq"] == events, f"minutes: line {events} is missing")
        require(entry["prev"] == previous, f"minutes: line {events} does not follow")
        previous = hashlib.sha256(b"puente-event-v1\n" + line).hexdigest()
        events += 1
        if entry["event"]["type"] == "record_noted":
            for track, link in entry["event"]["heads"].items():
                noted.setdefault(track, []).append((entry["at_us"], link))
    require(events == manifest["minutes"]["events"], "minutes: the end is missing")
    require(previous == manifest["minutes"]["head"], "minutes: another end")
    return noted


def verify_track(folder, manifest, known, key, signatures):
    """Follows a journal's chain; gives the links of its segments."""
    name, journal = known["name"], (folder / "tracks" / f"{known['name']}.pjl").read_bytes()
    record = bytes.fromhex(manifest["hearing"].replace("-", ""))
    link, links, packets, at = bytes(32), [], 0, 0
    segment_start, times, rtp = 0, [], []
    while at < len(journal):
        body, end = read_entry(name, journal, at)
        kind = body[0:1]
        require((kind == b"H") == (at == 0), f"{name}: header missing or doubled")
        if kind == b"H":
            verify_header(name, body, record, key)
            times.append(struct.unpack(">Q", body[-8:])[0])
        elif kind == b"S":
            statement, signature = body[1:-64], body[-64:]
            digest = hashlib.sha256(journal[segment_start:at]).digest()
            content = (times[0], times[-1], rtp[0] if rtp else 0, rtp[-1] if rtp else 0, len(rtp))
            verify_statement(name, statement, record, len(links), link, digest, content)
            require(signatures.good(statement, signature), f"{name}: segment {len(links)}: signature")
            link = hashlib.sha256(statement).digest()
            links.append(link.hex())
            packets += len(rtp)
            segment_start, times, rtp = end, [], []
        else:
            require(kind in (b"P", b"R", b"N"), f"{name}: unknown entry at byte {at}")
            times.append(struct.unpack(">Q", body[9:17])[0])
            if kind == b"P":
                rtp.append(struct.unpack(">I", body[21:25])[0] if len(body) >= 29 else 0)
        at = end
    require(segment_start == len(journal), f"{name}: ends within a segment")
    require(len(links) == known["segments"], f"{name}: the end is missing")
    require(link.hex() == known["head"], f"{name}: another end")
    require(packets == known["packets"], f"{name}: another number of packets")
    return links


def read_entry(name, journal, at):
    where = f"{name}: byte {at}"
    require(at + 8 <= len(journal), f"{where}: torn")
    length, crc = struct.unpack(">II", journal[at : at + 8])
    end = at + 8 + length
    require(0 < length <= 65_600 and end <= len(journal), f"{where}: torn or too long")
    body = journal[at + 8 : end]
    require(crc32c(journal[at : at + 4] + body) == crc, f"{where}: checksum")
    return body, end


def verify_header(name, body, record, key):
    text = len(name)
    expected = b"Hpuente-journal-1\n" + record + bytes([text]) + name.encode()
    require(body.startswith(expected), f"{name}: header of another record or track")
    rest = body[len(expected) :]
    require(len(rest) == 1 + 32 + 16 and rest[0] in (1, 2), f"{name}: header")
    require(rest[1:33] == key, f"{name}: sealed with another key")


def verify_statement(name, statement, record, index, link, digest, content):
    where = f"{name}: segment {index}"
    head = b"puente-segment-v1\n" + record + bytes([len(name)]) + name.encode()
    require(statement.startswith(head), f"{where}: of another record or track")
    rest = statement[len(head) :]
    require(len(rest) == 4 + 1 + 16 + 16 + 64, f"{where}: statement")
    found_index, closing, first, last, first_rtp, last_rtp, packets, _lost = struct.unpack(
        ">IBQQIIII", rest[:37]
    )
    require(found_index == index, f"{where}: segment {found_index} is there")
    require(rest[37:69] == link, f"{where}: does not follow the one before")
    require(rest[69:] == digest, f"{where}: changed after it was sealed")
    stated = (first, last, first_rtp, last_rtp, packets)
    require(closing in (1, 2) and stated == content, f"{where}: does not describe its content")


class Signatures:
    """Ed25519 by the openssl command."""

    def __init__(self, key):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        pem = base64.b64encode(DER_PREFIX + key).decode()
        (self.path / "key.pem").write_text(f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n")

    def good(self, message, signature):
        (self.path / "message").write_bytes(message)
        (self.path / "signature").write_bytes(signature)
        command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in message -sigfile signature"
        run = subprocess.run(command.split(), cwd=self.path, capture_output=True, check=False)
        return run.returncode == 0


def read_key(path):
    text = path.read_text().strip()
    if text.startswith("-----BEGIN PUBLIC KEY-----"):
        return base64.b64decode("".join(text.splitlines()[1:-1]))[-32:]
    return bytes.fromhex(text)


def crc32c_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


CRC_TABLE = crc32c_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = CRC_TABLE[(crc ^ byte) & 0xFF] ^ crc >> 8
    return crc ^ 0xFFFFFFFF


def require(condition, why):
    if not condition:
        raise Refused(why)


if __name__ == "__main__":
    sys.exit(main())
