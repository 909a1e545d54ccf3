import { describe, expect, it } from 'vitest';
import type { WeekRule } from '../api/types';
import { to_calendars, to_layers } from './layers';

const rule = (over: Partial<WeekRule>): WeekRule => ({
  day: 1,
  from: '08:10',
  to: '12:00',
  purposes: ['interview', 'hearing'],
  valid_from: null,
  valid_until: null,
  every_weeks: 1,
  ...over,
});

describe('layers of weekly hours', () => {
  it('keep every rule as it came until the table is touched', () => {
    const calendars = [
      { name: 'Tribunal', zone: 'America/Guatemala', week: [rule({}), rule({ day: 3 })] },
      { name: '', zone: 'America/Cancun', week: [rule({ purposes: ['on_call'] })] },
    ];
    expect(to_calendars(to_layers(calendars))).toEqual(calendars);
  });

  it('part a calendar whose rules differ and put it together again', () => {
    const week = [rule({}), rule({ every_weeks: 2, valid_from: '2026-11-30' })];
    const layers = to_layers([{ name: 'Tribunal', zone: 'America/Guatemala', week }]);
    expect(layers.map((layer) => layer.every_weeks)).toEqual([1, 2]);
    expect(to_calendars(layers)).toHaveLength(1);
  });

  it('say the hours of the table once it is touched', () => {
    const [layer] = to_layers([{ name: 'T', zone: 'America/Guatemala', week: [rule({})] }]);
    const touched = layer ? [{ ...layer, rules: null }] : [];
    expect(to_calendars(touched)[0]?.week[0]?.from).toBe('08:00');
  });

  it('show an empty calendar', () => {
    expect(to_layers([{ name: 'Nueva', zone: 'America/Panama', week: [] }])).toHaveLength(1);
  });
});
