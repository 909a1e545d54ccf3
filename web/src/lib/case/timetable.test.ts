import { describe, expect, it } from 'vitest';
import { at_of, days_between, hours, local_of, moved } from './timetable';
import type { CasePlan } from './types';

const plan = {
  setup: {
    days: ['2026-11-30', '2026-12-01'],
    from: '08:00',
    to: '17:00',
    victims: [{ label: 'V-1', minutes: 60 }],
  },
  places: [{ id: 'a' }, { id: 'b' }],
  interviews: [{ victim: 'V-1', number: 0, starts: '2026-11-30T07:30', place: 'a' }],
} as unknown as CasePlan;
const first = { day: '2026-11-30', place: 'a', minute: 540 };

describe('the timetable', () => {
  it('shows its hours and what lies outside them', () => {
    expect(hours(plan)).toEqual({ from: 420, to: 1020 });
  });

  it('moves by half an hour, by place and over the last place to the next day', () => {
    expect(moved(first, 'ArrowDown', plan)).toEqual({ ...first, minute: 570 });
    expect(moved(first, 'ArrowLeft', plan)).toEqual(first);
    const second = moved(first, 'ArrowRight', plan);
    expect(second).toEqual({ ...first, place: 'b' });
    expect(second && moved(second, 'ArrowRight', plan)).toEqual({ ...first, day: '2026-12-01' });
    expect(moved(first, 'PageDown', plan)).toEqual({ ...first, day: '2026-12-01' });
    expect(moved(first, 'PageUp', plan)).toEqual(first);
    expect(moved({ ...first, minute: 990 }, 'ArrowDown', plan)?.minute).toBe(990);
    expect(moved(first, 'Home', plan)).toBeNull();
  });

  it('reads and writes wall times', () => {
    expect(at_of({ starts: '2026-11-30T07:30', place: 'a' })).toEqual({ ...first, minute: 450 });
    expect(local_of({ ...first, minute: 450 })).toBe('2026-11-30T07:30');
  });

  it('counts working days, and weekends where they are wanted', () => {
    expect(days_between('2026-11-27', '2026-12-01', false)).toEqual([
      '2026-11-27',
      '2026-11-30',
      '2026-12-01',
    ]);
    expect(days_between('2026-11-27', '2026-12-01', true)).toHaveLength(5);
    expect(days_between('2026-12-01', '2026-11-27', true)).toEqual([]);
  });
});
