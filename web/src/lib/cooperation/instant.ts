/** An instant of the server as a day and an hour on the clock of this device's user. */
import { language } from '../i18n/words.svelte';

export function day_and_hour(instant: string, zone: string): string {
  return new Intl.DateTimeFormat(language(), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zone,
  }).format(new Date(instant));
}
