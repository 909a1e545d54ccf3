/** The region as it is covered, as the server sends it; null is a hidden count. */
import type { Fulfilment } from '../statistics/statistics';

export interface Town {
  country: string;
  name: string;
  latitude: number;
  longitude: number;
  rooms: number;
  kits: number;
  kits_unusable: number;
}

export interface Gap extends Pick<Fulfilment, 'language' | 'country' | 'lead' | 'asked' | 'unmet'> {
  here: number;
  region: number;
}

export interface Spoken {
  country: string;
  language: string;
  modality: 'spoken' | 'signed';
  here: number;
  region: number;
}

export interface Coverage {
  towns: Town[];
  gaps: Gap[];
  languages: Spoken[];
}

/** The languages of a country by who there is for them. */
export interface Cover {
  country: string;
  here: string[];
  elsewhere: string[];
  nobody: string[];
}

/** For each country which of its languages somebody interprets there, elsewhere, or nowhere. */
export function covers(languages: Spoken[]): Cover[] {
  const found = new Map<string, Cover>();
  for (const { country, language, here, region } of languages) {
    const cover = found.get(country) ?? { country, here: [], elsewhere: [], nobody: [] };
    found.set(country, cover);
    cover[here > 0 ? 'here' : region > 0 ? 'elsewhere' : 'nobody'].push(language);
  }
  return [...found.values()];
}

/** What nobody could do in each country, over all languages and lead times; null is hidden. */
export function unmet_by_country(gaps: Gap[]): Map<string, number | null> {
  const sums = new Map<string, number | null>();
  for (const { country, lead, unmet } of gaps) {
    if (lead !== null) continue;
    const before = sums.get(country);
    // A sum with a hidden part would give that part away beside another report.
    sums.set(country, before === null || unmet === null ? null : (before ?? 0) + unmet);
  }
  return sums;
}
