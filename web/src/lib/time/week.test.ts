import { describe, expect, it } from 'vitest';
import { from_spans, move, range, set_span, to_spans, toggle } from './week';

describe('the week table', () => {
  it('keeps spans as they are', () => {
    const spans = [
      { day: 1, from: '08:00', to: '12:30' },
      { day: 1, from: '14:00', to: '17:00' },
      { day: 7, from: '22:00', to: '24:00' },
    ];
    expect(to_spans(from_spans(spans))).toEqual(spans);
    expect(to_spans(from_spans([{ day: 2, from: '20:00', to: '00:00' }]))).toEqual([
      { day: 2, from: '20:00', to: '24:00' },
    ]);
  });

  it('loses no minute of a span that begins between half hours', () => {
    expect(to_spans(from_spans([{ day: 3, from: '08:10', to: '09:50' }]))).toEqual([
      { day: 3, from: '08:00', to: '10:00' },
    ]);
  });

  it('moves by keyboard and stays inside', () => {
    const at = { day: 1, slot: 0 };
    expect(move(at, 'ArrowLeft', false)).toEqual(at);
    expect(move(at, 'ArrowUp', false)).toEqual(at);
    expect(move(at, 'ArrowDown', false)).toEqual({ day: 1, slot: 1 });
    expect(move(at, 'ArrowRight', false)).toEqual({ day: 2, slot: 0 });
    expect(move({ day: 4, slot: 20 }, 'End', false)).toEqual({ day: 7, slot: 20 });
    expect(move({ day: 4, slot: 20 }, 'End', true)).toEqual({ day: 7, slot: 47 });
    expect(move({ day: 4, slot: 20 }, 'Home', true)).toEqual(at);
    expect(move({ day: 4, slot: 46 }, 'PageDown', false)).toEqual({ day: 4, slot: 47 });
    expect(move(at, 'x', false)).toBeNull();
  });

  it('opens a range whichever corner it is drawn from, and closes it again', () => {
    const cells = range({ day: 3, slot: 20 }, { day: 2, slot: 17 });
    expect(cells).toHaveLength(8);
    const open = toggle(new Set(), cells);
    expect(to_spans(open)).toEqual([
      { day: 2, from: '08:30', to: '10:30' },
      { day: 3, from: '08:30', to: '10:30' },
    ]);
    expect(toggle(open, cells).size).toBe(0);
  });

  it('opens what is missing when a range is half open', () => {
    const half = toggle(new Set(), range({ day: 1, slot: 16 }, { day: 1, slot: 17 }));
    const whole = toggle(half, range({ day: 1, slot: 16 }, { day: 1, slot: 19 }));
    expect(to_spans(whole)).toEqual([{ day: 1, from: '08:00', to: '10:00' }]);
  });

  it('takes hours away by the form', () => {
    const week = from_spans([{ day: 1, from: '08:00', to: '12:00' }]);
    const shorter = set_span(week, { day: 1, from: '09:00', to: '10:00' }, false);
    expect(to_spans(shorter)).toEqual([
      { day: 1, from: '08:00', to: '09:00' },
      { day: 1, from: '10:00', to: '12:00' },
    ]);
  });
});
