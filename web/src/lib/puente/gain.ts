/**
 * The law of loudness in a listener's mix, apart from any sound system: how a
 * slot's gain moves, so that nobody is startled and nothing clicks.
 *
 * A voice that is already heard gets louder or softer by at most 6 dB in
 * 100 ms. A voice that begins or ends in a slot is faded over 30 ms: that is
 * short enough for a change of channel to be immediate, long enough not to click.
 */
export const DUCKED_DB = -18;
export const FADE_MS = 30;
const DB_PER_MS = 6 / 100;

/** Target of a slot: decibels, or silence. */
export type Level = number | 'silent';

/** One movement of a gain. Before `start_ms` it is `from`, after `end_ms` it is `to`. */
export interface Move {
  from: number;
  to: number;
  start_ms: number;
  end_ms: number;
  /** In decibels (a voice that stays) or in amplitude (one that begins or ends). */
  along: 'decibels' | 'amplitude';
}

export function amplitude(level: Level): number {
  return level === 'silent' ? 0 : 10 ** (level / 20);
}

/** A gain that rests at one amplitude. */
export function rest(at: number): Move {
  return { from: at, to: at, start_ms: 0, end_ms: 0, along: 'amplitude' };
}

/** The amplitude of a move at an instant. */
export function amplitude_at(move: Move, now_ms: number): number {
  if (now_ms >= move.end_ms) return move.to;
  if (now_ms <= move.start_ms) return move.from;
  const part = (now_ms - move.start_ms) / (move.end_ms - move.start_ms);
  return move.along === 'decibels'
    ? move.from * (move.to / move.from) ** part
    : move.from + (move.to - move.from) * part;
}

/** The move from wherever `current` is now to `target`. */
export function move_to(current: Move, target: Level, now_ms: number): Move {
  const from = amplitude_at(current, now_ms);
  const to = amplitude(target);
  if (from === 0 || to === 0) {
    return { from, to, start_ms: now_ms, end_ms: now_ms + FADE_MS, along: 'amplitude' };
  }
  const decibels = Math.abs(20 * Math.log10(to / from));
  return { from, to, start_ms: now_ms, end_ms: now_ms + decibels / DB_PER_MS, along: 'decibels' };
}
