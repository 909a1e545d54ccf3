// WHIP and WHEP by the same code as browsers, met by a client that shares
// none with us: aiortc.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startServer } from "../browser/server.mjs";
import { grantFor, runPeer } from "./peer.mjs";

let server;
before(async () => {
  server = await startServer({ settings: { PUENTE_TEST_ROOMS: "1" } });
});
after(() => server?.stop());

const publish = async (room, peer, tone) =>
  runPeer("whip", `${server.url}/whip/${room}`, { grant: await grantFor(server, room, peer, "publish"), tone });
const subscribe = async (room, peer, tones) =>
  runPeer("whep", `${server.url}/whep/${room}`, { grant: await grantFor(server, room, peer, "subscribe"), tones });

test("what one WHIP peer says, a WHEP peer hears and sees", async () => {
  const [sent, got] = await Promise.all([publish("plaza", "ana", 440), subscribe("plaza", "luis", [440, 610])]);
  assert.ok(sent.packets.sent > 200, `${sent.packets.sent} packets were sent`);
  assert.ok(got.db[440] > -30, `the tone arrives at ${got.db[440]} dB`);
  assert.ok(got.db[610] < got.db[440] - 40, "and no other");
  assert.ok(got.frames > 10, `${got.frames} pictures were decoded`);
  assert.ok([sent.ended, got.ended].every((status) => status === 200 || status === 204), "DELETE ends both");
});

test("rooms are apart: nothing of one arrives in another", async () => {
  const [sent, got] = await Promise.all([publish("north", "ana", 440), subscribe("south", "luis", [440])]);
  assert.ok(sent.packets.sent > 200);
  assert.deepEqual([got.packets.received, got.frames], [0, 0]);
});

test("without a grant, or with one for another room, the door stays shut", async () => {
  const knock = (room, token) =>
    fetch(`${server.url}/whip/${room}`, {
      method: "POST",
      headers: { "content-type": "application/sdp", ...(token && { authorization: `Bearer ${token}` }) },
      body: "v=0\r\n",
    });
  assert.equal((await knock("plaza")).status, 401);
  const other = await knock("plaza", await grantFor(server, "otra", "ana", "publish"));
  assert.ok([401, 403].includes(other.status), `status ${other.status}`);
});
