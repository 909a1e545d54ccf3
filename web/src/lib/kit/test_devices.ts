/** The devices of this browser while they are checked outside of any hearing. */
import type { CheckedDevices } from '../room/checked';

export class TestDevices implements CheckedDevices {
  readonly context = new AudioContext();
  #tracks: MediaStreamTrack[] = [];

  /** A browser plays nothing before somebody has pressed something. */
  wake(): void {
    if (this.context.state === 'suspended') void this.context.resume();
  }

  equip(mic: MediaStreamTrack | null, camera: MediaStreamTrack | null): Promise<void> {
    for (const track of [mic, camera]) if (track) this.#tracks.push(track);
    return Promise.resolve();
  }

  /** Microphone and camera are free again. */
  close(): void {
    for (const track of this.#tracks) track.stop();
    void this.context.close();
  }
}
