/** What a country makes of each credential, put together by credential. */
import type { Setting } from '../api/types';

export type Level = 'certified' | 'provisional';

/** One row of `/api/recognition`. */
export interface Recognition {
  scheme: string;
  setting: Setting;
  level: Level;
  name: Record<'es' | 'en' | 'fr', string>;
}

/** A credential, with what it is worth in each setting; a missing one is not taken. */
export interface Taken {
  scheme: string;
  by_setting: Partial<Record<Setting, Recognition>>;
}

/** The rows by credential, in alphabetical order. */
export function by_scheme(rows: Recognition[]): Taken[] {
  const found = new Map<string, Taken>();
  for (const row of rows) {
    const taken = found.get(row.scheme) ?? { scheme: row.scheme, by_setting: {} };
    taken.by_setting[row.setting] = row;
    found.set(row.scheme, taken);
  }
  return [...found.values()].sort((a, b) => a.scheme.localeCompare(b.scheme));
}

/** The name that a country gives the holder at a level, as it gave it elsewhere. */
export function name_at(taken: Taken, level: Level): Recognition['name'] {
  const known = Object.values(taken.by_setting).find((row) => row.level === level);
  return known?.name ?? { es: '', en: '', fr: '' };
}
