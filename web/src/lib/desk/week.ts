/** The seven days a roster shows, by wall time alone. */
import { later } from '../i18n/moment';
import type { Member, Shift } from './types';

const DAY_MINUTES = 24 * 60;

/** The Monday of the week a wall time lies in, as `2026-11-30T00:00`. */
export function monday_of(local: string): string {
  const midnight = `${local.slice(0, 10)}T00:00`;
  const days = (new Date(`${midnight}:00Z`).getUTCDay() + 6) % 7;
  return later(midnight, -days * DAY_MINUTES);
}

/** A week so many weeks later. */
export function weeks_later(monday: string, weeks: number): string {
  return later(monday, weeks * 7 * DAY_MINUTES);
}

/** The days of a week. */
export function days_of(monday: string): string[] {
  return Array.from({ length: 7 }, (_, day) => later(monday, day * DAY_MINUTES).slice(0, 10));
}

/** The shifts of one person that begin on a day. */
export function on_day(shifts: Shift[], member: Member, day: string): Shift[] {
  return shifts.filter(
    (shift) => shift.person === member.person && shift.starts.local.startsWith(day),
  );
}
