import { describe, expect, it } from 'vitest';
import { judge, totals } from './link';

const at = (received: number, lost: number, rtt_ms = 50) => ({ received, lost, rtt_ms });

describe('the quality of a link', () => {
  it('is judged by what happened since the last look', () => {
    expect(judge(at(0, 0), at(1000, 0))).toBe('good');
    expect(judge(at(1000, 500), at(2000, 500))).toBe('good');
    expect(judge(at(1000, 0), at(1960, 40))).toBe('fair');
    expect(judge(at(1000, 0), at(1900, 100))).toBe('poor');
  });

  it('counts a long way as well as lost packets', () => {
    expect(judge(at(0, 0), at(1000, 0, 400))).toBe('fair');
    expect(judge(at(0, 0), at(1000, 0, 900))).toBe('poor');
  });

  it('is not spoilt by counters that begin anew or by silence', () => {
    expect(judge(at(5000, 300), at(100, 0))).toBe('good');
    expect(judge(at(100, 0), at(100, 0))).toBe('good');
  });

  it('reads the numbers of a browser', () => {
    const report: [string, unknown][] = [
      ['a', { type: 'candidate-pair', nominated: true, currentRoundTripTime: 0.12 }],
      ['b', { type: 'candidate-pair', nominated: false, currentRoundTripTime: 9 }],
      ['c', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 10, packetsLost: 1 }],
      ['d', { type: 'inbound-rtp', kind: 'audio', packetsReceived: 5 }],
      ['e', { type: 'inbound-rtp', kind: 'video', packetsReceived: 99, packetsLost: 9 }],
    ];
    expect(totals(report)).toEqual({ rtt_ms: 120, received: 15, lost: 1 });
  });
});
