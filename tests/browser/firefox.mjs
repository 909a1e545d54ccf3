// Debian's Firefox, driven over WebDriver BiDi, with the same microphone,
// camera and ears in its pages as Chromium's. Firefox keeps no time without a
// sound device, so it gets one that plays into nothing.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { Participant, scriptFor } from "./participant.mjs";
import { nextVoice } from "./tones.mjs";

/** A browser with `close()`, and the sound device that dies with it. */
export async function launchFirefox() {
  const device = await startSoundDevice();
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    headless: true,
    env: { ...process.env, PULSE_SERVER: device.address },
    // Nobody presses a key before sound may play, as Chromium's flag says too.
    extraPrefsFirefox: { "media.autoplay.default": 0, "media.autoplay.blocking_policy": 0 },
  });
  return {
    browser,
    version: await browser.version(),
    close: async () => {
      await browser.close();
      await device.stop();
    },
  };
}

/** Opens `url` as `name`. */
export async function openFirefoxPage({ browser }, name, { url }) {
  const home = await browser.createBrowserContext();
  const page = await home.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const voice = nextVoice();
  await page.evaluateOnNewDocument(scriptFor(voice));
  const participant = new Participant(name, page, voice);
  await page.goto(url);
  return participant;
}

async function startSoundDevice() {
  const home = await mkdtemp(join(tmpdir(), "puente-sound-"));
  const socket = join(home, "native");
  const modules = ["module-null-sink", `module-native-protocol-unix socket=${socket} auth-anonymous=1`];
  const server = spawn(
    "pulseaudio",
    ["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", ...modules.flatMap((m) => ["-L", m])],
    { env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home }, stdio: "ignore" },
  );
  for (let tries = 0; !existsSync(socket); tries++) {
    if (tries === 100 || server.exitCode !== null) throw new Error("pulseaudio did not start");
    await sleep(100);
  }
  return {
    address: `unix:${socket}`,
    stop: async () => {
      server.kill();
      await rm(home, { recursive: true, force: true });
    },
  };
}
