/** Days of instants that matter to the day only, such as when somebody applied. */
import { language } from './words.svelte';

/** “25 nov 2026”, in UTC so that everybody reads the same day. */
export function day_of(instant: string): string {
  return new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(instant),
  );
}
