/** The sound of a call: two soft tones every two seconds, made here, nothing is downloaded. */

const TONES_HZ = [523.25, 659.25];
const EVERY_MS = 2000;
const TONE_S = 0.35;
const LOUDNESS = 0.2;

export class Ringtone {
  #context: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Rings until it is stopped; where the browser allows no sound yet, the picture must do. */
  start(): void {
    if (this.#timer !== undefined) return;
    this.#context = new AudioContext();
    this.#ring();
    this.#timer = setInterval(() => this.#ring(), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    void this.#context?.close();
    this.#context = null;
  }

  #ring(): void {
    const context = this.#context;
    if (!context) return;
    TONES_HZ.forEach((hz, index) => {
      const from = context.currentTime + index * TONE_S;
      const gain = new GainNode(context, { gain: 0 });
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.03);
      gain.gain.linearRampToValueAtTime(0, from + TONE_S);
      const tone = new OscillatorNode(context, { frequency: hz });
      tone.connect(gain).connect(context.destination);
      tone.start(from);
      tone.stop(from + TONE_S);
    });
  }
}
