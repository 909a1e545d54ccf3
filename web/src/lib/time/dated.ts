/**
 * A dated week as an interpreter lives it: the hours of her ordinary week, and over them what
 * differs on that day. What is painted later covers what is below: a booking everything.
 */
import type { Availability, WeekRule } from '../api/types';
import { weekday_of, weeks_between } from '../weeks';
import { slot_time, SLOTS } from './week';

export type State = 'closed' | 'open' | 'extra' | 'holiday' | 'elsewhere' | 'blocked' | 'booked';

/** Half an hour of a day. */
export interface Half {
  state: State;
  /** What can be taken away again, as the API addresses it. */
  path?: string;
  hearing?: string | null;
}

/** The half hours of a day, `2026-11-25`. */
export function halves(mine: Availability, day: string): Half[] {
  const found: Half[] = Array.from({ length: SLOTS }, () => ({ state: 'closed' }));
  const paint = (from: string, to: string, half: Half) => {
    for (let slot = 0; slot < SLOTS; slot++) {
      if (from < `${day}T${slot_time(slot + 1)}` && to > `${day}T${slot_time(slot)}`) {
        found[slot] = half;
      }
    }
  };
  for (const { zone, week } of mine.calendars) {
    if (zone !== mine.zone) continue; // drawn by its own clock it would be wrong
    for (const rule of week.filter((rule) => holds(rule, day))) {
      const until = rule.to === '00:00' ? '24:00' : rule.to;
      paint(`${day}T${rule.from}`, `${day}T${until}`, { state: 'open' });
    }
  }
  if (!mine.pace.works_on_holidays && mine.holidays.some((holiday) => holiday.day === day)) {
    paint(`${day}T00:00`, `${day}T24:00`, { state: 'holiday' });
  }
  for (const { id, from, to } of mine.extra) {
    paint(from.local, to.local, { state: 'extra', path: `/api/availability/extra/${id}` });
  }
  for (const { from, to } of mine.elsewhere) paint(from.local, to.local, { state: 'elsewhere' });
  for (const { id, from, to } of mine.blocks) {
    paint(from.local, to.local, { state: 'blocked', path: `/api/availability/blocks/${id}` });
  }
  for (const { hearing, from, to } of mine.booked) {
    paint(from.local, to.local, { state: 'booked', hearing });
  }
  return found;
}

/** Whether a rule is about that day: its weekday, its term, and its rhythm of weeks. */
function holds(rule: WeekRule, day: string): boolean {
  if (rule.day !== weekday_of(day)) return false;
  if (rule.valid_from && day < rule.valid_from) return false;
  if (rule.valid_until && day > rule.valid_until) return false;
  if (rule.every_weeks <= 1 || !rule.valid_from) return true;
  return weeks_between(rule.valid_from, day) % rule.every_weeks === 0;
}

/** Whether there are hours that this page cannot draw, because they follow another clock. */
export function other_clocks(mine: Availability): string[] {
  const zones = mine.calendars.filter(({ week }) => week.length > 0).map(({ zone }) => zone);
  return [...new Set(zones)].filter((zone) => zone !== mine.zone);
}

/** Some half hours of one day, the last included. */
export interface Stretch {
  day: string;
  from: number;
  to: number;
}

/** Both ends in order, whatever was touched first. */
export function stretch(day: string, a: number, b: number): Stretch {
  return { day, from: Math.min(a, b), to: Math.max(a, b) };
}

/** The ends of a stretch as wall times; the end of the day is the next one's midnight. */
export function ends({ day, from, to }: Stretch): { from: string; to: string } {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  return {
    from: `${day}T${slot_time(from)}`,
    to: to + 1 === SLOTS ? `${next}T00:00` : `${day}T${slot_time(to + 1)}`,
  };
}
