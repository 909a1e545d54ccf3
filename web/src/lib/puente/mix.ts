/**
 * What this person hears: each receive slot through its own gain, summed, and
 * straight to the loudspeaker. The slots change what they carry by the
 * server's `wired` messages; here only the loudness moves (see `gain.ts`).
 */
import { amplitude_at, DUCKED_DB, type Level, type Move, move_to, rest } from './gain';
import type { Slot } from './protocol';

interface Voice {
  gain: GainNode;
  move: Move;
  /** Whose sound on which channel: a new one begins from silence. */
  carries: string | null;
}

export class Mix {
  readonly #context: AudioContext;
  readonly #master: GainNode;
  #voices: Voice[] = [];
  #pumps: HTMLAudioElement[] = [];
  #sources: MediaStreamAudioSourceNode[] = [];
  #wired: (Slot | null)[] = [];

  constructor(context: AudioContext) {
    this.#context = context;
    this.#master = context.createGain();
    this.#master.connect(context.destination);
  }

  /** Takes the receive tracks of a new peer connection, in slot order. */
  receive(tracks: MediaStreamTrack[]): void {
    this.#let_go();
    for (const track of tracks) {
      const stream = new MediaStream([track]);
      // Chromium feeds a remote stream into Web Audio only while a media
      // element plays it; the element itself stays mute.
      const pump = new Audio();
      pump.muted = true;
      pump.srcObject = stream;
      pump.play().catch(() => undefined);
      this.#pumps.push(pump);
      const source = this.#context.createMediaStreamSource(stream);
      const gain = this.#context.createGain();
      gain.gain.value = 0;
      source.connect(gain);
      gain.connect(this.#master);
      this.#sources.push(source);
      this.#voices.push({ gain, move: rest(0), carries: null });
    }
    this.wire(this.#wired);
  }

  /** Follows the server's wiring of the audio slots. */
  wire(slots: (Slot | null)[]): void {
    this.#wired = slots;
    const now_ms = this.#context.currentTime * 1000;
    this.#voices.forEach((voice, index) => this.#follow(voice, slots[index] ?? null, now_ms));
  }

  close(): void {
    this.#let_go();
    this.#master.disconnect();
  }

  #follow(voice: Voice, slot: Slot | null, now_ms: number): void {
    const carries = slot && `${slot.seat} ${slot.source} ${slot.channel}`;
    const level: Level = !slot ? 'silent' : slot.gain === 'ducked' ? DUCKED_DB : 0;
    if (carries !== voice.carries) {
      // The former sound has already left the slot; the new one fades in.
      voice.move = carries ? rest(0) : voice.move;
      voice.carries = carries;
    }
    voice.move = move_to(voice.move, level, now_ms);
    schedule(voice.gain.gain, voice.move, now_ms);
  }

  #let_go(): void {
    for (const pump of this.#pumps) pump.srcObject = null;
    for (const source of this.#sources) source.disconnect();
    for (const voice of this.#voices) voice.gain.disconnect();
    this.#pumps = [];
    this.#sources = [];
    this.#voices = [];
  }
}

function schedule(param: AudioParam, move: Move, now_ms: number): void {
  param.cancelScheduledValues(0);
  param.setValueAtTime(amplitude_at(move, now_ms), now_ms / 1000);
  if (move.along === 'decibels') param.exponentialRampToValueAtTime(move.to, move.end_ms / 1000);
  else param.linearRampToValueAtTime(move.to, move.end_ms / 1000);
}
