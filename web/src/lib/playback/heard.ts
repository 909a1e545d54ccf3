/** What was heard at an instant of a record, and what of it was recorded: pure look-ups. */
import type { Heard, Playback, RecordSpan } from '../api/types';
import { amplitude, DUCKED_DB } from '../puente/gain';

/** How loud each track is heard at an instant, as an amplitude; tracks not named are silent. */
export function loudness_at(heard: Heard[], at_ms: number): Map<string, number> {
  const loud = new Map<string, number>();
  for (const { track, from_ms, to_ms, gain } of heard) {
    if (at_ms < from_ms || at_ms >= to_ms) continue;
    const level = amplitude(gain === 'ducked' ? DUCKED_DB : 0);
    loud.set(track, Math.max(level, loud.get(track) ?? 0));
  }
  return loud;
}

/** The tracks that a channel ever needs. */
export function tracks_of(heard: Heard[]): Set<string> {
  return new Set(heard.map(({ track }) => track));
}

/** In what state the record is at an instant. */
export function span_at(spans: RecordSpan[], at_ms: number): RecordSpan['kind'] | null {
  // A gap or a stop lies inside a recorded span and says more than it.
  const found = spans.filter(({ from_ms, to_ms }) => at_ms >= from_ms && at_ms < to_ms);
  return (found.find(({ kind }) => kind !== 'recorded') ?? found[0])?.kind ?? null;
}

/** The last entry of the minutes that has happened by an instant. */
export function entry_at(minutes: Playback['minutes'], at_ms: number): number | null {
  let last: number | null = null;
  for (const { seq, at_ms: when } of minutes) if (when <= at_ms) last = seq;
  return last;
}
