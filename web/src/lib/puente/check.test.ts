import { describe, expect, it } from 'vitest';
import { brightness, is_speech, judge_network, loudness_db, meter } from './check';

const tone = (peak: number) =>
  Float32Array.from({ length: 2048 }, (_, i) => peak * Math.sin(i / 7));

describe('the device check', () => {
  it('tells speech from silence', () => {
    expect(loudness_db(new Float32Array(2048))).toBe(-100);
    expect(is_speech(loudness_db(tone(0.0005)))).toBe(false);
    expect(is_speech(loudness_db(tone(0.05)))).toBe(true);
    expect(loudness_db(tone(1))).toBeCloseTo(-3, 0);
  });

  it('keeps the meter between its ends', () => {
    expect(meter(-100)).toBe(0);
    expect(meter(0)).toBe(1);
    expect(meter(-40)).toBeCloseTo(0.5);
  });

  it('sees whether a picture is dark', () => {
    const picture = (value: number) =>
      Uint8ClampedArray.from({ length: 4 * 32 * 18 }, (_, i) => (i % 4 === 3 ? 255 : value));
    expect(brightness(picture(0))).toBe(0);
    expect(brightness(picture(200))).toBeCloseTo(200);
  });

  it('judges a link by what it can carry', () => {
    const good = { rtt_ms: 60, down_kbps: 4000, up_kbps: 900 };
    expect(judge_network(good)).toBe('good');
    expect(judge_network({ ...good, up_kbps: 0 })).toBe('good'); // not measured
    expect(judge_network({ ...good, up_kbps: 100 })).toBe('sound_only');
    expect(judge_network({ ...good, down_kbps: 300 })).toBe('sound_only');
    expect(judge_network({ ...good, rtt_ms: 900 })).toBe('sound_only');
    expect(judge_network({ ...good, down_kbps: 40 })).toBe('bad');
  });
});
