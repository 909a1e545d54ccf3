/** What the steps of the device check need: a place for tracks, and a way to make a sound. */
export interface CheckedDevices {
  readonly context: AudioContext;
  wake(): void;
  equip(mic: MediaStreamTrack | null, camera: MediaStreamTrack | null): Promise<void>;
}
