/**
 * Dates and hours in words. A moment brings its own wall time and zone from
 * the server; the browser's zone data is never asked.
 */
import type { Moment } from '../puente/protocol';
import { language, words } from './words.svelte';

/** A wall time (`2026-11-25T10:00`) as a date that `Intl` shows unchanged. */
export function wall(local: string): Date {
  return new Date(`${local.slice(0, 16)}:00Z`);
}

function format(local: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language(), { ...options, timeZone: 'UTC' }).format(wall(local));
}

/** “miércoles, 25 de noviembre” */
export function day(moment: Pick<Moment, 'local'>): string {
  return format(moment.local, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** “25 nov” */
export function short_day(local: string): string {
  return format(local, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** “23–29 de noviembre”: the days from one wall time to another. */
export function day_range(from: string, to: string): string {
  const words = { day: 'numeric', month: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language(), words).formatRange(wall(from), wall(to));
}

/** “10:00” */
export function clock(moment: Pick<Moment, 'local'>): string {
  return moment.local.slice(11, 16);
}

/** “10:00–11:30” */
export function span(from: Moment, to: Moment): string {
  return `${clock(from)}–${clock(to)}`;
}

/** The zone by its city: “Guatemala”, “Ciudad de México”. */
export function zone_name(zone: string): string {
  const city = zone.split('/').at(-1) ?? zone;
  return words(`zone-${city.toLowerCase().replaceAll('_', '-')}`) ?? city.replaceAll('_', ' ');
}

/** The name of a weekday; 1 is Monday. */
export function weekday(number: number, length: 'long' | 'short' = 'long'): string {
  // 5 January 2026 was a Monday.
  return format(`2026-01-${String(4 + number).padStart(2, '0')}T00:00`, { weekday: length });
}

/** Milliseconds as a clock: “1:04:07” or “4:07”. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (value: number) => String(value).padStart(2, '0');
  const tail = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`;
}

/** The later wall time, `minutes` after `local`, by the clock on the wall. */
export function later(local: string, minutes: number): string {
  return new Date(wall(local).getTime() + minutes * 60_000).toISOString().slice(0, 16);
}
