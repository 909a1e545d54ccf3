/** Time zones of the countries that work together here, and today by their clocks. */
export const ZONES = [
  'America/Guatemala',
  'America/Mexico_City',
  'America/Cancun',
  'America/Tijuana',
  'America/El_Salvador',
  'America/Tegucigalpa',
  'America/Managua',
  'America/Costa_Rica',
  'America/Panama',
  'America/Belize',
  'America/Santo_Domingo',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Toronto',
  'America/Vancouver',
];

/** The countries, as ISO 3166 codes. */
export const COUNTRIES = ['BZ', 'CA', 'CR', 'DO', 'GT', 'HN', 'MX', 'NI', 'PA', 'SV', 'US'];

/** The day after `now` in a zone, at `hour`: a first guess to fill a form with. */
export function tomorrow(now: Date, zone: string, hour: string): string {
  return `${today_in(new Date(now.getTime() + 86_400_000), zone)}T${hour}`;
}

/** The day it is in a zone, as `2026-11-25`. */
export function today_in(now: Date, zone: string): string {
  // Swedish writes dates the way forms want them.
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
}
