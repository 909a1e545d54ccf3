import { expect, test } from 'vitest';
import { end_of, last_day } from './days';

test('the last day of a paper reads back as it was written, wherever midnight was', () => {
  for (const day of ['2028-12-31', '2028-02-29', '2027-11-07']) {
    expect(last_day(end_of(day))).toBe(day);
  }
  expect(last_day('2029-01-01T04:00:00Z')).toBe('2028-12-31');
  expect(last_day('2029-01-01T08:00:00Z')).toBe('2028-12-31');
});
