// Debian's Chromium, one process for a test file. No flag changes how it
// finds or offers network addresses.
import { chromium } from "playwright-core";

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
  // Pages that nobody looks at must go on drawing and listening.
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
];

/** `home` is a folder whose certificates it trusts. */
export async function launchChromium({ home } = {}) {
  const env = home ? { ...process.env, HOME: home } : process.env;
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: ARGS, env });
}
