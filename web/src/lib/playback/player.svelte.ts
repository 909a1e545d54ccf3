/**
 * Plays a record as its listeners heard it: every track through its own gain,
 * all of them on one clock.
 */
import type { Playback } from '../api/types';
import { loudness_at, tracks_of } from './heard';

const TICK_MS = 100;
/** Tracks that drift further apart than this are put together again. */
const DRIFT_S = 0.12;
/** Time constant of a change in loudness: quick, without a click. */
const GLIDE_S = 0.012;

interface Sound {
  element: HTMLAudioElement;
  gain: GainNode;
}

export class Player {
  playing = $state(false);
  at_ms = $state(0);
  channel = $state('floor');

  readonly #record: Playback;
  readonly #files: string;
  #context: AudioContext | null = null;
  #master: GainNode | null = null;
  #sounds = new Map<string, Sound>();
  #videos = new Map<string, HTMLVideoElement>();
  #timer: ReturnType<typeof setInterval> | undefined;
  #clock_from_ms = 0;
  #clock_started = 0;

  /** `files` is the address under which the tracks lie. */
  constructor(record: Playback, files: string) {
    this.#record = record;
    this.#files = files;
    this.channel = record.channels[0]?.channel ?? 'floor';
  }

  async play(): Promise<void> {
    this.#context ??= new AudioContext();
    if (!this.#master) {
      this.#master = this.#context.createGain();
      this.#master.connect(this.#context.destination);
    }
    await this.#context.resume();
    if (this.at_ms >= this.#record.duration_ms) this.at_ms = 0;
    this.playing = true;
    this.#start_clock();
    this.#need_sounds();
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
    this.#tick();
  }

  pause(): void {
    this.playing = false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const { element } of this.#sounds.values()) element.pause();
    for (const video of this.#videos.values()) video.pause();
  }

  seek(at_ms: number): void {
    this.at_ms = Math.min(this.#record.duration_ms, Math.max(0, Math.round(at_ms)));
    this.#start_clock();
    this.#align(0);
  }

  hear(channel: string): void {
    this.channel = channel;
    if (this.playing) {
      this.#need_sounds();
      this.#tick();
    }
  }

  /** A picture that is to run along; gives back how to let it go. */
  show(track: string, video: HTMLVideoElement): () => void {
    this.#videos.set(track, video);
    video.currentTime = this.at_ms / 1000;
    return () => this.#videos.delete(track);
  }

  close(): void {
    this.pause();
    for (const { element } of this.#sounds.values()) element.removeAttribute('src');
    void this.#context?.close();
  }

  #start_clock(): void {
    this.#clock_from_ms = this.at_ms;
    this.#clock_started = performance.now();
  }

  /** Opens the tracks that this channel needs and that are not open yet. */
  #need_sounds(): void {
    const context = this.#context;
    const master = this.#master;
    if (!context || !master) return;
    for (const track of tracks_of(this.#record.heard[this.channel] ?? [])) {
      const file = this.#record.tracks.find((known) => known.track === track)?.file;
      if (!file || this.#sounds.has(track)) continue;
      const element = new Audio(`${this.#files}/${encodeURIComponent(file)}`);
      element.preload = 'auto';
      const gain = context.createGain();
      gain.gain.value = 0;
      context.createMediaElementSource(element).connect(gain);
      gain.connect(master);
      this.#sounds.set(track, { element, gain });
    }
  }

  #tick(): void {
    const now_ms = this.#clock_from_ms + performance.now() - this.#clock_started;
    this.at_ms = Math.min(this.#record.duration_ms, Math.round(now_ms));
    const loud = loudness_at(this.#record.heard[this.channel] ?? [], this.at_ms);
    for (const [track, { element, gain }] of this.#sounds) {
      const level = loud.get(track) ?? 0;
      gain.gain.setTargetAtTime(level, this.#context?.currentTime ?? 0, GLIDE_S);
      if (element.paused) element.play().catch(() => undefined);
    }
    for (const video of this.#videos.values()) {
      if (video.paused) video.play().catch(() => undefined);
    }
    this.#align(DRIFT_S);
    if (this.at_ms >= this.#record.duration_ms) this.pause();
  }

  /** Puts every track that is further than `tolerance_s` from the clock back on it. */
  #align(tolerance_s: number): void {
    const at_s = this.at_ms / 1000;
    const media = [...[...this.#sounds.values()].map((s) => s.element), ...this.#videos.values()];
    for (const element of media) {
      if (element.seeking) continue;
      if (Math.abs(element.currentTime - at_s) > tolerance_s) element.currentTime = at_s;
    }
  }
}
