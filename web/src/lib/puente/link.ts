/** How good this person's link is during the hearing, from the browser's statistics. */

/** Totals since the peer connection began. */
export interface LinkTotals {
  rtt_ms: number;
  received: number;
  lost: number;
}

export type LinkQuality = 'good' | 'fair' | 'poor' | 'lost';

/** Reads what matters for speech out of a statistics report. */
export function totals(report: Iterable<[string, unknown]>): LinkTotals {
  const sum: LinkTotals = { rtt_ms: 0, received: 0, lost: 0 };
  for (const [, entry] of report) {
    const stat = entry as Record<string, unknown>;
    if (stat['type'] === 'candidate-pair' && stat['nominated'] === true) {
      sum.rtt_ms = Math.max(sum.rtt_ms, number(stat['currentRoundTripTime']) * 1000);
    }
    if (stat['type'] === 'inbound-rtp' && stat['kind'] === 'audio') {
      sum.received += number(stat['packetsReceived']);
      sum.lost += number(stat['packetsLost']);
    }
  }
  return sum;
}

/** Judges the time between two readings. */
export function judge(before: LinkTotals, after: LinkTotals): LinkQuality {
  const received = Math.max(0, after.received - before.received);
  const lost = Math.max(0, after.lost - before.lost);
  const loss = received + lost === 0 ? 0 : lost / (received + lost);
  if (loss > 0.08 || after.rtt_ms > 800) return 'poor';
  if (loss > 0.02 || after.rtt_ms > 350) return 'fair';
  return 'good';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
