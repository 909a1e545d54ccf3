import { describe, expect, it } from 'vitest';
import { found } from './outcomes';

describe('what a check found', () => {
  it('keeps figures that were measured, and none that were not', () => {
    const report = {
      microphone: 'ok',
      camera: 'dark',
      speaker: 'not_heard',
      network: { rtt_ms: 40, down_kbps: 9000, up_kbps: 900 },
    } as const;
    expect(found(report)).toEqual({
      items: [
        { item: 'microphone', outcome: 'works' },
        { item: 'camera', outcome: 'weak' },
        { item: 'loudspeaker', outcome: 'fails' },
        { item: 'network', outcome: 'works' },
      ],
      network: { down_kbps: 9000, up_kbps: 900, round_trip_ms: 40 },
    });
    const silent = { ...report, network: { rtt_ms: 0, down_kbps: 0, up_kbps: 0 } };
    expect(found(silent).network).toBeNull();
    expect(found(silent).items.at(-1)).toEqual({ item: 'network', outcome: 'fails' });
  });
});
