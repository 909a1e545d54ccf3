/** Which moving picture belongs to whom, by the server's wiring of the video slots. */
import type { Slot } from '../puente/protocol';

/** One stream for each picture that a slot carries, named “SEAT SOURCE”. */
export function match_pictures(
  tracks: MediaStreamTrack[],
  slots: (Slot | null)[],
): Map<string, MediaStream> {
  const pictures = new Map<string, MediaStream>();
  slots.forEach((slot, index) => {
    const track = tracks[index];
    if (slot && track) pictures.set(`${slot.seat} ${slot.source}`, stream_of(track));
  });
  return pictures;
}

const streams = new WeakMap<MediaStreamTrack, MediaStream>();

/** Always the same stream for a track: a picture does not flicker when slots move. */
function stream_of(track: MediaStreamTrack): MediaStream {
  const stream = streams.get(track) ?? new MediaStream([track]);
  streams.set(track, stream);
  return stream;
}
