// The instruments, tested on themselves: two pages of one browser talk over a
// plain peer connection; what one says the other's ear must measure.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createServer } from "node:http";
import { launchChromium } from "./chromium.mjs";
import { launchFirefox, openFirefoxPage } from "./firefox.mjs";
import { openPage } from "./participant.mjs";
import { hearing, levelOf, listenFor, neverHeardSince } from "./ears.mjs";

let browser, site, url, ana, luis;

before(async () => {
  site = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<!doctype html><title>ears</title>"));
  await new Promise((ready) => site.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${site.address().port}/`;
  browser = await launchChromium();
  ana = await openPage(browser, "ana", { url });
  luis = await openPage(browser, "luis", { url });
  await connect(ana, luis);
});

after(async () => {
  await browser?.close();
  site?.close();
});

test("a tone that is spoken is heard, and one that is not is not", async () => {
  await ana.speak();
  await hearing([ana, luis], [[luis, [ana]], [ana, []]]);
  await luis.speak();
  await hearing([ana, luis], [[luis, [ana]], [ana, [luis]]]);
});

test("a tone at a gain of -18 dB is told from one at full gain", async () => {
  await ana.speak();
  await hearing([ana, luis], [[luis, [ana]]]);
  const full = await levelOf(luis, ana);
  await luis.page.evaluate(() => (window.mix.gain.value = 0.126));
  await hearing([ana, luis], [[luis, [{ ducked: ana }]]]);
  const ducked = await levelOf(luis, ana);
  assert.ok(Math.abs(full - ducked - 18) < 3, `${full} dB, then ${ducked} dB`);
  await luis.page.evaluate(() => (window.mix.gain.value = 1));
});

test("silence is told from speech that came and went", async () => {
  await ana.hush();
  await hearing([ana, luis], [[luis, []]]);
  const quiet = Date.now();
  await listenFor(500);
  await neverHeardSince(quiet, luis, ana);
  const spoken = Date.now();
  await ana.speak();
  await hearing([ana, luis], [[luis, [ana]]]);
  await ana.hush();
  await assert.rejects(neverHeardSince(spoken, luis, ana), /luis heard ana/);
});

test("what arrives is counted", async () => {
  const { audio, video, frames } = await luis.received();
  assert.ok(audio[0] > 0 && video[0] > 0 && frames > 0, `${audio} audio and ${video} video packets, ${frames} frames`);
});

test("Firefox is heard by Chromium, and hears it", async () => {
  const fox = await launchFirefox();
  try {
    const zoe = await openFirefoxPage(fox, "zoe", { url });
    const eva = await openPage(browser, "eva", { url });
    await connect(eva, zoe);
    await zoe.speak();
    await eva.speak();
    await hearing([zoe, eva], [[zoe, [eva]], [eva, [zoe]]]);
  } finally {
    await fox.close();
  }
});

// Both pages send all they have and play what they get, through a gain.
async function connect(one, other) {
  for (const each of [one, other]) {
    await each.page.evaluate(async () => {
      const peer = (window.peer = new RTCPeerConnection());
      const context = new AudioContext();
      window.mix = new GainNode(context);
      window.mix.connect(context.destination);
      peer.ontrack = ({ track, streams }) => {
        const player = document.createElement(track.kind);
        player.muted = true;
        player.srcObject = new MediaStream([track]);
        player.play();
        if (track.kind === "audio") new MediaStreamAudioSourceNode(context, { mediaStream: streams[0] }).connect(window.mix);
      };
      const given = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      for (const track of given.getTracks()) peer.addTrack(track, given);
    });
  }
  const describe = async (page, remote) =>
    page.evaluate(async (remote) => {
      if (remote) await peer.setRemoteDescription(remote);
      if (peer.signalingState !== "stable" || !remote) await peer.setLocalDescription();
      if (remote?.type === "answer") return null;
      while (peer.iceGatheringState !== "complete") await new Promise((next) => setTimeout(next, 50));
      return peer.localDescription.toJSON();
    }, remote);
  await describe(one.page, await describe(other.page, await describe(one.page, null)));
}
