import { describe, expect, it } from 'vitest';
import { by_scheme, name_at, type Recognition } from './recognition';

const row = (scheme: string, setting: Recognition['setting'], level: Recognition['level']) => ({
  scheme,
  setting,
  level,
  name: { es: `${level} aquí`, en: '', fr: '' },
});

describe('what a country makes of credentials', () => {
  it('stands once for each credential', () => {
    const rows = [row('mx', 'hearing', 'certified'), row('gt', 'hearing', 'provisional')];
    const taken = by_scheme([...rows, row('mx', 'medical', 'provisional')]);
    expect(taken.map(({ scheme }) => scheme)).toEqual(['gt', 'mx']);
    expect(taken[1]?.by_setting.medical?.level).toBe('provisional');
    expect(taken[1]?.by_setting.interview).toBeUndefined();
  });

  it('names the holder as at the same level elsewhere', () => {
    const [taken] = by_scheme([row('mx', 'hearing', 'certified')]);
    if (!taken) throw new Error('one is taken');
    expect(name_at(taken, 'certified').es).toBe('certified aquí');
    expect(name_at(taken, 'provisional').es).toBe('');
  });
});
