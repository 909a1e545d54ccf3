import { describe, expect, it } from 'vitest';
import { covers, unmet_by_country, type Gap } from './coverage';

const gap = (country: string, unmet: number | null, lead: Gap['lead'] = null): Gap => ({
  language: 'mam',
  country,
  lead,
  asked: 20,
  unmet,
  here: 0,
  region: 1,
});

describe('coverage', () => {
  it('tells who is there, who is elsewhere and who is missing', () => {
    const line = { country: 'GT', modality: 'spoken' } as const;
    const languages = [
      { ...line, language: 'mam', here: 2, region: 3 },
      { ...line, language: 'kek', here: 0, region: 1 },
      { ...line, language: 'ixl', here: 0, region: 0 },
    ];
    expect(covers(languages)).toEqual([
      { country: 'GT', here: ['mam'], elsewhere: ['kek'], nobody: ['ixl'] },
    ]);
  });

  it('adds the sums only, and hides a total with a hidden part', () => {
    const sums = unmet_by_country([
      gap('GT', 6),
      gap('GT', 6, 'longer'),
      gap('GT', 7),
      gap('MX', 9),
      gap('MX', null),
      gap('MX', 8),
    ]);
    expect([...sums]).toEqual([
      ['GT', 13],
      ['MX', null],
    ]);
  });
});
