/** Weeks by wall time alone: Monday first, no clock asked. */
import { later } from './i18n/moment';

const DAY_MINUTES = 24 * 60;

/** The Monday of the week a wall time lies in, as `2026-11-30T00:00`. */
export function monday_of(local: string): string {
  const midnight = `${local.slice(0, 10)}T00:00`;
  return later(midnight, -(weekday_of(midnight) - 1) * DAY_MINUTES);
}

/** A week so many weeks later. */
export function weeks_later(monday: string, weeks: number): string {
  return later(monday, weeks * 7 * DAY_MINUTES);
}

/** The days of a week. */
export function days_of(monday: string): string[] {
  return Array.from({ length: 7 }, (_, day) => later(monday, day * DAY_MINUTES).slice(0, 10));
}

/** The number of a day in its week; 1 is Monday. */
export function weekday_of(local: string): number {
  return ((new Date(`${local.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** How many weeks lie between the weeks of two days. */
export function weeks_between(from: string, to: string): number {
  const monday = (day: string) => Date.parse(`${monday_of(day)}:00Z`);
  return Math.round((monday(to) - monday(from)) / (7 * DAY_MINUTES * 60_000));
}
