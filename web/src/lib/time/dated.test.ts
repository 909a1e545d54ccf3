import { describe, expect, it } from 'vitest';
import type { Availability, WeekRule } from '../api/types';
import { ends, halves, other_clocks, stretch } from './dated';

const ZONE = 'America/Guatemala';
const at = (local: string) => ({ local, zone: ZONE, offset: '-06:00', instant: `${local}:00Z` });
const rule = (day: number, from: string, to: string, over: Partial<WeekRule> = {}): WeekRule => ({
  ...{
    day,
    from,
    to,
    purposes: ['interview'],
    valid_from: null,
    valid_until: null,
    every_weeks: 1,
  },
  ...over,
});

function mine(over: Partial<Availability> = {}): Availability {
  return {
    zone: ZONE,
    calendars: [{ name: '', zone: ZONE, week: [rule(3, '08:00', '12:00')] }],
    pace: {
      works_on_holidays: false,
      notice_minutes: 0,
      minutes_before: 0,
      minutes_after: 0,
      most_minutes_a_day: null,
    },
    extra: [],
    blocks: [],
    booked: [],
    holidays: [],
    subscriptions: [],
    elsewhere: [],
    feed: null,
    ...over,
  };
}

/** The states of a day in short: `closed×16 open×8 closed×24`. */
function drawn(availability: Availability, day: string): string {
  const runs: [string, number][] = [];
  for (const { state } of halves(availability, day)) {
    const last = runs.at(-1);
    if (last?.[0] === state) last[1] += 1;
    else runs.push([state, 1]);
  }
  return runs.map(([state, count]) => `${state}×${count}`).join(' ');
}

describe('a dated week', () => {
  it('has the hours of the ordinary week on their weekday', () => {
    expect(drawn(mine(), '2026-11-25')).toBe('closed×16 open×8 closed×24');
    expect(drawn(mine(), '2026-11-26')).toBe('closed×48');
  });

  it('ends a span to midnight with the day', () => {
    const late = mine({ calendars: [{ name: '', zone: ZONE, week: [rule(3, '22:00', '00:00')] }] });
    expect(drawn(late, '2026-11-25')).toBe('closed×44 open×4');
  });

  it('keeps the term and the rhythm of a rule', () => {
    const every_other = rule(3, '08:00', '09:00', { valid_from: '2026-11-23', every_weeks: 2 });
    const term = rule(3, '10:00', '11:00', { valid_until: '2026-11-30' });
    const both = mine({ calendars: [{ name: '', zone: ZONE, week: [every_other, term] }] });
    expect(drawn(both, '2026-11-18')).toBe('closed×20 open×2 closed×26');
    expect(drawn(both, '2026-11-25')).toBe('closed×16 open×2 closed×2 open×2 closed×26');
    expect(drawn(both, '2026-12-02')).toBe('closed×48');
    expect(drawn(both, '2026-12-09')).toBe('closed×16 open×2 closed×30');
  });

  it('shows a booking above a block above what is taken elsewhere', () => {
    const full = mine({
      elsewhere: [{ from: at('2026-11-25T08:00'), to: at('2026-11-25T10:00') }],
      blocks: [{ id: 'b', from: at('2026-11-25T09:00'), to: at('2026-11-25T11:00') }],
      booked: [{ hearing: 'h', from: at('2026-11-25T09:30'), to: at('2026-11-25T10:15') }],
    });
    expect(drawn(full, '2026-11-25')).toBe(
      'closed×16 elsewhere×2 blocked×1 booked×2 blocked×1 open×2 closed×24',
    );
    expect(halves(full, '2026-11-25')[18]?.path).toBe('/api/availability/blocks/b');
  });

  it('is closed on a holiday, but for hours that she opened', () => {
    const feast = mine({
      holidays: [{ day: '2026-11-25', name: 'Fiesta', source: 'ley', added: false }],
      extra: [{ id: 'x', from: at('2026-11-25T08:00'), to: at('2026-11-25T09:00'), purposes: [] }],
    });
    expect(drawn(feast, '2026-11-25')).toBe('holiday×16 extra×2 holiday×30');
    feast.pace.works_on_holidays = true;
    expect(drawn(feast, '2026-11-25')).toBe('closed×16 extra×2 open×6 closed×24');
  });

  it('draws what lasts over midnight on both days', () => {
    const night = mine({
      blocks: [{ id: 'b', from: at('2026-11-25T23:00'), to: at('2026-11-26T01:00') }],
    });
    expect(drawn(night, '2026-11-25')).toBe('closed×16 open×8 closed×22 blocked×2');
    expect(drawn(night, '2026-11-26')).toBe('blocked×2 closed×46');
  });

  it('does not draw hours of another clock, and says whose', () => {
    const away = mine({
      calendars: [{ name: '', zone: 'America/Tijuana', week: [rule(3, '08:00', '12:00')] }],
    });
    expect(drawn(away, '2026-11-25')).toBe('closed×48');
    expect(other_clocks(away)).toEqual(['America/Tijuana']);
    expect(other_clocks(mine())).toEqual([]);
  });

  it('has stretches with both ends in order', () => {
    expect(ends(stretch('2026-11-30', 21, 20))).toEqual({
      from: '2026-11-30T10:00',
      to: '2026-11-30T11:00',
    });
    expect(ends(stretch('2026-11-30', 46, 47)).to).toBe('2026-12-01T00:00');
  });
});
