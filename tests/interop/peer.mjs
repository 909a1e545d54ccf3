// Runs the aiortc peer, and makes the grants that let it in.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const PEER = fileURLToPath(new URL("peer.py", import.meta.url));

/** A grant for one peer (in a hearing: a seat's number) to publish or subscribe. */
export async function grantFor(server, room, peer, role) {
  return (await server.run("token", "--room", room, "--peer", peer, "--role", role)).trim();
}

/** Sends `tone` (whip) or measures `tones` (whep) for some seconds and until `frames` pictures came; returns what the peer counted. */
export async function runPeer(role, url, { grant, tone = 440, tones = [440], seconds = 6, frames = 0 }) {
  const words = [role, url, "--grant", grant, "--tone", tone, "--tones", tones.join(","), "--seconds", seconds, "--frames", frames];
  const { stdout } = await promisify(execFile)("python3", [PEER, ...words.map(String)]);
  return JSON.parse(stdout);
}
