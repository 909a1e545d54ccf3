/** Plays one sound at a time, and says which. */
export class Player {
  playing = $state<string | null>(null);
  failed = $state(false);
  #audio: HTMLAudioElement | null = null;

  /** Begins a sound from its start; whatever played before stops. */
  async play(id: string, address: string): Promise<void> {
    this.stop();
    const audio = new Audio(address);
    this.#audio = audio;
    this.playing = id;
    this.failed = false;
    audio.onended = () => {
      if (this.#audio === audio) this.stop();
    };
    try {
      await audio.play();
    } catch {
      if (this.#audio !== audio) return; // stopped before it began
      this.failed = true;
      this.stop();
    }
  }

  stop(): void {
    this.#audio?.pause();
    this.#audio = null;
    this.playing = null;
  }
}
