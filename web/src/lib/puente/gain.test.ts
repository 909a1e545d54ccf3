import { describe, expect, it } from 'vitest';
import { amplitude, amplitude_at, DUCKED_DB, FADE_MS, type Level, move_to, rest } from './gain';

const db = (value: number) => 20 * Math.log10(value);

describe('the law of loudness (requirement 37)', () => {
  it('a ducked floor is 15 to 20 dB down', () => {
    expect(db(amplitude(DUCKED_DB))).toBeGreaterThanOrEqual(-20);
    expect(db(amplitude(DUCKED_DB))).toBeLessThanOrEqual(-15);
  });

  it.each<[Level, Level]>([
    [0, DUCKED_DB],
    [DUCKED_DB, 0],
  ])('a voice that stays moves at most 6 dB in any 100 ms: %s to %s', (from, to) => {
    const move = move_to(rest(amplitude(from)), to, 1000);
    for (let now = 1000; now < move.end_ms + 200; now += 7) {
      const step = Math.abs(db(amplitude_at(move, now + 100)) - db(amplitude_at(move, now)));
      expect(step).toBeLessThanOrEqual(6.000001);
    }
    expect(amplitude_at(move, move.end_ms)).toBeCloseTo(amplitude(to));
  });

  it('a voice that begins or ends is there or gone well within 200 ms, without a jump', () => {
    for (const [from, to] of [
      [0, 0],
      ['silent', 0],
      ['silent', DUCKED_DB],
      [0, 'silent'],
    ] as [Level, Level][]) {
      const move = move_to(rest(amplitude(from)), to, 0);
      expect(move.end_ms).toBeLessThanOrEqual(FADE_MS);
      for (let now = 0; now < FADE_MS; now += 1) {
        const step = amplitude_at(move, now + 1) - amplitude_at(move, now);
        expect(Math.abs(step)).toBeLessThan(0.05);
      }
    }
  });

  it('a move that is overtaken goes on from where it is', () => {
    const down = move_to(rest(1), DUCKED_DB, 0);
    const back = move_to(down, 0, 150);
    expect(back.from).toBeCloseTo(amplitude_at(down, 150));
    expect(db(back.from)).toBeCloseTo(-9);
  });
});
