import { expect, test } from 'vitest';
import { days_of, monday_of, weeks_later } from './weeks';

test('a week begins on its Monday, over months and years', () => {
  expect(monday_of('2026-11-24T09:00')).toBe('2026-11-23T00:00');
  expect(monday_of('2026-11-29T23:59')).toBe('2026-11-23T00:00');
  expect(monday_of('2026-11-30T00:00')).toBe('2026-11-30T00:00');
  expect(weeks_later('2026-12-28T00:00', 1)).toBe('2027-01-04T00:00');
  expect(days_of('2026-12-28T00:00')).toHaveLength(7);
  expect(days_of('2026-12-28T00:00').at(-1)).toBe('2027-01-03');
});
