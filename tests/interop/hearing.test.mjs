// A WHIP or WHEP client in a hearing is the media of a seat: it obeys the same
// wiring as a browser, packet by packet.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hearing } from "../browser/ears.mjs";
import { SPANISH, linkFor, openHearing, staff, startStage } from "../browser/scene.mjs";
import { takeSeat } from "../browser/seat.mjs";
import { grantFor, runPeer } from "./peer.mjs";

let stage, opened, lead, expert, observer;
before(async () => {
  stage = await startStage();
  const clerk = await staff(stage, "clerk");
  opened = await openHearing(clerk, {
    kind: "expert_testimony",
    people: [
      { role: "expert", label: "P-1", languages: [SPANISH] },
      { role: "observer", label: "O-1", languages: [SPANISH] },
    ],
  });
  [lead, expert, observer] = await Promise.all(
    ["clerk", "expert", "observer"].map(async (role) => takeSeat(stage.browser, role, await linkFor(clerk, opened, role))),
  );
});
after(() => stage?.close());

const listenAsObserver = async (frames = 0) =>
  runPeer("whep", `${stage.server.url}/whep/${opened.id}`, {
    grant: await grantFor(stage.server, opened.id, String(observer.number), "subscribe"),
    tones: [lead.voice.tone, expert.voice.tone],
    frames,
  });

test("a WHEP client in the lobby is not let in", async () => {
  await assert.rejects(listenAsObserver(), /HTTP Error 40[39]|HTTP Error 409/);
});

test("r33_a_WHEP_observer_gets_no_packet_off_the_record_and_hears_the_room_on_it", async () => {
  await lead.admit(expert);
  await lead.admit(observer);
  await lead.goTo("in_session");
  await expert.speak();
  await hearing([lead, expert], [[lead, [expert]]]);
  const off = await listenAsObserver();
  assert.deepEqual([off.packets.received, off.frames], [0, 0]);
  await lead.goOnRecord();
  const on = await listenAsObserver(1);
  assert.ok(on.db[expert.voice.tone] > -30, `the expert arrives at ${on.db[expert.voice.tone]} dB`);
  assert.ok(on.db[lead.voice.tone] < -60, "and the silent clerk does not");
  assert.ok(on.frames > 0, `pictures arrive: ${JSON.stringify(on)}`);
});

test("what a WHIP client sends for a seat is heard as that seat", async () => {
  await expert.hush();
  await hearing([lead, expert], [[lead, []]]);
  const sending = runPeer("whip", `${stage.server.url}/whip/${opened.id}`, {
    grant: await grantFor(stage.server, opened.id, String(expert.number), "publish"),
    tone: expert.voice.tone,
    seconds: 10,
  });
  await hearing([lead, expert], [[lead, [expert]]]);
  assert.ok((await sending).packets.sent > 200);
});
