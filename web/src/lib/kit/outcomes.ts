/** What the steps of the device check found, as items of a check that is kept. */
import { judge_network } from '../puente/check';
import type { DeviceReport } from '../puente/protocol';
import type { CheckInput, ItemOutcome, Outcome } from './types';

const MICROPHONE: Record<DeviceReport['microphone'], Outcome> = {
  ok: 'works',
  silent: 'fails',
  blocked: 'fails',
  none: 'missing',
};
const CAMERA: Record<DeviceReport['camera'], Outcome> = {
  ok: 'works',
  dark: 'weak',
  blocked: 'fails',
  none: 'missing',
};
const NETWORK = { good: 'works', sound_only: 'weak', bad: 'fails' } as const;

export function found(report: DeviceReport): Pick<CheckInput, 'items' | 'network'> {
  const { rtt_ms, down_kbps, up_kbps } = report.network;
  const items: ItemOutcome[] = [
    { item: 'microphone', outcome: MICROPHONE[report.microphone] },
    { item: 'camera', outcome: CAMERA[report.camera] },
    { item: 'loudspeaker', outcome: report.speaker === 'ok' ? 'works' : 'fails' },
    { item: 'network', outcome: NETWORK[judge_network(report.network)] },
  ];
  // A line that could not be measured has no figures.
  const measured = down_kbps > 0;
  return {
    items,
    network: measured ? { down_kbps, up_kbps, round_trip_ms: rtt_ms } : null,
  };
}
