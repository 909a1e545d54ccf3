/**
 * The device check as measurements: is the microphone heard, is the camera's
 * picture bright, does a sound come out, how fast is the link.
 */
import type { DeviceReport } from './protocol';

/** Below this a room is silent; ordinary speech at one metre is well above. */
const SPEECH_DB = -50;
/** Mean brightness (0–255) under which a picture shows nobody. */
const DARK = 24;

/** The loudness of samples in decibels below full scale; −100 is silence. */
export function loudness_db(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  return Math.max(-100, 20 * Math.log10(rms || 1e-5));
}

/** A level for a meter: 0 (silence) to 1 (as loud as it gets). */
export function meter(level_db: number): number {
  return Math.min(1, Math.max(0, (level_db + 70) / 60));
}

export function is_speech(level_db: number): boolean {
  return level_db > SPEECH_DB;
}

/** Follows the level of a microphone until stopped. */
export function listen(
  context: AudioContext,
  track: MediaStreamTrack,
  heard: (level_db: number) => void,
): () => void {
  const source = context.createMediaStreamSource(new MediaStream([track]));
  const analyser = context.createAnalyser();
  analyser.fftSize = 2048;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    heard(loudness_db(samples));
  }, 100);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

/** Mean brightness of RGBA pixels, 0–255. */
export function brightness(pixels: Uint8ClampedArray): number {
  let sum = 0;
  for (let i = 0; i + 2 < pixels.length; i += 4) {
    sum += (pixels[i] ?? 0) * 0.3 + (pixels[i + 1] ?? 0) * 0.59 + (pixels[i + 2] ?? 0) * 0.11;
  }
  return sum / Math.max(1, pixels.length / 4);
}

/** Whether the picture that a video element shows now is too dark to see anyone. */
export function is_dark(video: HTMLVideoElement): boolean {
  const canvas = document.createElement('canvas');
  canvas.width = 32;
  canvas.height = 18;
  const paper = canvas.getContext('2d', { willReadFrequently: true });
  if (!paper) return false;
  paper.drawImage(video, 0, 0, canvas.width, canvas.height);
  return brightness(paper.getImageData(0, 0, canvas.width, canvas.height).data) < DARK;
}

/** Three soft notes, the sound of the speaker check. */
export function chime(context: AudioContext): void {
  [523, 659, 784].forEach((hertz, index) => {
    const start = context.currentTime + index * 0.28;
    const note = context.createOscillator();
    const gain = context.createGain();
    note.frequency.value = hertz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(0.25, start + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
    note.connect(gain);
    gain.connect(context.destination);
    note.start(start);
    note.stop(start + 0.65);
  });
}

const PROBE_BYTES = 200_000;

/**
 * Measures the link with small transfers of our own server. Sending is
 * measured with a third of the bytes: most lines are slower that way.
 */
export async function probe(now_ms: () => number): Promise<DeviceReport['network']> {
  const trips: number[] = [];
  for (let i = 0; i < 4; i++) {
    const start = now_ms();
    await take(await fetch('/api/probe?bytes=1', { cache: 'no-store' }));
    trips.push(now_ms() - start);
  }
  const rtt_ms = Math.min(...trips);
  const down_start = now_ms();
  await take(await fetch(`/api/probe?bytes=${PROBE_BYTES}`, { cache: 'no-store' }));
  const down_ms = Math.max(1, now_ms() - down_start - rtt_ms);
  return {
    rtt_ms: Math.round(rtt_ms),
    down_kbps: Math.round((PROBE_BYTES * 8) / down_ms),
    up_kbps: await send_rate(now_ms, rtt_ms),
  };
}

async function send_rate(now_ms: () => number, rtt_ms: number): Promise<number> {
  const bytes = Math.round(PROBE_BYTES / 3);
  const start = now_ms();
  const response = await fetch('/api/probe', { method: 'POST', body: new Uint8Array(bytes) });
  if (!response.ok) return 0;
  return Math.round((bytes * 8) / Math.max(1, now_ms() - start - rtt_ms));
}

async function take(response: Response): Promise<void> {
  if (!response.ok) throw new Error(`probe: ${response.status}`);
  await response.arrayBuffer();
}

/** What a measured link is good for. */
export function judge_network(network: DeviceReport['network']): 'good' | 'sound_only' | 'bad' {
  const { rtt_ms, down_kbps, up_kbps } = network;
  if (rtt_ms > 1500 || down_kbps < 64) return 'bad';
  if (rtt_ms > 600 || down_kbps < 600 || (up_kbps > 0 && up_kbps < 250)) return 'sound_only';
  return 'good';
}
