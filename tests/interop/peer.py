"""A WHIP or WHEP peer made of aiortc, an implementation that shares no code with Puente.

    peer.py whip URL --grant JWT --tone 440 --seconds 5
    peer.py whep URL --grant JWT --tones 440,610 --seconds 5

Sends a tone and a moving picture, or measures what it receives; ends the session by
DELETE, and prints one line of JSON.
"""

import argparse
import asyncio
import fractions
import json
import math
import statistics
import sys
import urllib.request
from array import array
from urllib.parse import urljoin

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, MediaStreamError, VideoStreamTrack
from av import AudioFrame

RATE = 48_000
BLOCK = 960  # 20 ms
VIEW = 4 * BLOCK
# Softly cut off at both ends, so that one tone is not taken for a little of all others.
SOFT = [0.5 - 0.5 * math.cos(2 * math.pi * n / VIEW) for n in range(VIEW)]


class Tone(AudioStreamTrack):
    def __init__(self, hertz):
        super().__init__()
        self.hertz = hertz
        self.sample = 0

    async def recv(self):
        # The base class keeps the pace; its own rate is another.
        await super().recv()
        step = 2 * math.pi * self.hertz / RATE
        samples = array("h", (int(8000 * math.sin(step * (self.sample + n))) for n in range(BLOCK)))
        frame = AudioFrame(format="s16", layout="mono", samples=BLOCK)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate = RATE
        frame.pts = self.sample
        frame.time_base = fractions.Fraction(1, RATE)
        self.sample += BLOCK
        return frame


def request(method, url, grant, body=None):
    headers = {"Authorization": f"Bearer {grant}"}
    if body is not None:
        headers["Content-Type"] = "application/sdp"
    call = urllib.request.Request(url, data=body and body.encode(), headers=headers, method=method)
    with urllib.request.urlopen(call) as answer:
        return answer.status, answer.headers, answer.read().decode()


async def connect(peer, url, grant):
    await peer.setLocalDescription(await peer.createOffer())
    status, headers, answer = await asyncio.to_thread(request, "POST", url, grant, peer.localDescription.sdp)
    assert status == 201, f"status {status}"
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    return urljoin(url, headers["Location"])


def level_db(samples, hertz):
    """Goertzel: the level of one tone in VIEW samples, dB of full scale."""
    turn = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for sample, soft in zip(samples, SOFT):
        before, last = last, sample * soft / 32768 + turn * last - before
    power = max(before**2 + last**2 - turn * before * last, 0) * 16 / VIEW**2
    return 10 * math.log10(power + 1e-12)


async def listen(track, tones, seen):
    heard = array("h")
    try:
        while True:
            frame = await track.recv()
            if track.kind == "video":
                seen["frames"] += 1
                continue
            seen["blocks"] += 1
            samples = array("h", bytes(frame.planes[0])[: frame.samples * len(frame.layout.channels) * 2])
            heard.extend(samples[:: len(frame.layout.channels)])
            if len(heard) >= VIEW:
                for tone in tones:
                    seen["db"][tone].append(level_db(heard[:VIEW], tone))
                heard = heard[VIEW:]
    except MediaStreamError:
        pass


async def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("role", choices=["whip", "whep"])
    words.add_argument("url")
    words.add_argument("--grant", required=True)
    words.add_argument("--seconds", type=float, default=5, help="how long at least")
    words.add_argument("--frames", type=int, default=0, help="goes on until so many pictures were decoded, for a minute at most")
    words.add_argument("--tone", type=int, default=440)
    words.add_argument("--tones", type=lambda text: [int(t) for t in text.split(",")], default=[440])
    given = words.parse_args()

    peer = RTCPeerConnection()
    seen = {"blocks": 0, "frames": 0, "db": {tone: [] for tone in given.tones}}
    if given.role == "whip":
        peer.addTransceiver(Tone(given.tone), direction="sendonly")
        peer.addTransceiver(VideoStreamTrack(), direction="sendonly")
    else:
        tasks = []
        peer.on("track", lambda track: tasks.append(asyncio.ensure_future(listen(track, given.tones, seen))))
        peer.addTransceiver("audio", direction="recvonly")
        peer.addTransceiver("video", direction="recvonly")

    session = await connect(peer, given.url, given.grant)
    print("joined", file=sys.stderr, flush=True)
    await asyncio.sleep(given.seconds)
    for _ in range(600):
        if seen["frames"] >= given.frames:
            break
        await asyncio.sleep(0.1)
    stats = (await peer.getStats()).values()
    packets = {
        "sent": sum(s.packetsSent for s in stats if s.type == "outbound-rtp"),
        "received": sum(s.packetsReceived for s in stats if s.type == "inbound-rtp"),
    }
    ended, _, _ = await asyncio.to_thread(request, "DELETE", session, given.grant)
    await peer.close()
    levels = {tone: round(statistics.median(dbs), 1) if dbs else None for tone, dbs in seen["db"].items()}
    print(json.dumps({"state": "done", "ended": ended, "packets": packets, "blocks": seen["blocks"], "frames": seen["frames"], "db": levels}))


asyncio.run(main())
