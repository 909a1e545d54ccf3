import { describe, expect, it } from 'vitest';
import { entry_at, loudness_at, span_at, tracks_of } from './heard';

describe('a record', () => {
  const heard = [
    { track: 's01-mic', from_ms: 0, to_ms: 5000, gain: 'ducked' as const },
    { track: 's02-mic', from_ms: 1000, to_ms: 3000, gain: 'full' as const },
  ];

  it('is heard as its listeners heard it', () => {
    expect([...loudness_at(heard, 500).keys()]).toEqual(['s01-mic']);
    expect(loudness_at(heard, 2000).get('s02-mic')).toBe(1);
    expect(loudness_at(heard, 2000).get('s01-mic')).toBeCloseTo(0.126, 3);
    expect(loudness_at(heard, 3000).has('s02-mic')).toBe(false);
    expect(loudness_at(heard, 5000).size).toBe(0);
    expect(tracks_of(heard).size).toBe(2);
  });

  it('says what was recorded, and a gap before anything else', () => {
    const spans = [
      { kind: 'recorded' as const, from_ms: 0, to_ms: 9000 },
      { kind: 'gap' as const, from_ms: 2000, to_ms: 3000 },
    ];
    expect(span_at(spans, 100)).toBe('recorded');
    expect(span_at(spans, 2500)).toBe('gap');
    expect(span_at(spans, 9000)).toBeNull();
  });

  it('moves the minutes along', () => {
    const minutes = [
      { seq: 4, at_ms: 100, text: 'a' },
      { seq: 5, at_ms: 900, text: 'b' },
    ];
    expect(entry_at(minutes, 50)).toBeNull();
    expect(entry_at(minutes, 899)).toBe(4);
    expect(entry_at(minutes, 5000)).toBe(5);
  });
});
