/** The silent signs of interpreters and witnesses, as they stand in the minutes. */
import type { MinutesEntry } from '../puente/protocol';

export const SIGNALS = [
  'repeat',
  'slower',
  'louder',
  'one_at_a_time',
  'explain',
  'correction',
  'break',
  'dont_understand',
] as const;
export type Signal = (typeof SIGNALS)[number];

/** The last sign that was given, if the newest entries hold one. */
export function latest_signal(
  minutes: MinutesEntry[],
): { seq: number; seat: number; kind: Signal } | null {
  for (const { seq, event } of minutes.slice(-5).reverse()) {
    if (event?.type !== 'signal_given') continue;
    const kind = SIGNALS.find((known) => known === event['kind']);
    const seat = event['seat'];
    if (kind && typeof seat === 'number') return { seq, seat, kind };
  }
  return null;
}
