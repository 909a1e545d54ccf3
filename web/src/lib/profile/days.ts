/**
 * Days of papers: a person writes the last day on which one is valid, the bank
 * keeps the first moment at which it is not.
 */
import { language } from '../i18n/words.svelte';

const HALF_A_DAY_MS = 12 * 3_600_000;

/** The moment a day has ended in the whole region: 06:00 UTC of the next. */
export function end_of(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 30 * 3_600_000).toISOString();
}

/** The moment a day begins. */
export function start_of(day: string): string {
  return `${day}T06:00:00Z`;
}

/** The last day before a moment, as a date field wants it. */
export function last_day(moment: string): string {
  return new Date(Date.parse(moment) - HALF_A_DAY_MS).toISOString().slice(0, 10);
}

/** “31 de diciembre de 2028” */
export function in_words(day: string): string {
  const date = new Date(`${day.slice(0, 10)}T00:00:00Z`);
  const options = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(language(), options).format(date);
}
