/** Opening hours in few words: days that are alike stand together. */
import { weekday } from '../i18n/moment';
import type { OpenSpan } from '../kit/types';

/** [“lunes–viernes”, “08:00–16:00”] for each run of days with the same hours. */
export function runs(hours: OpenSpan[]): [string, string][] {
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    day,
    spans: hours
      .filter((span) => span.day === day)
      .map(({ from, to }) => `${from}–${to}`)
      .sort()
      .join(', '),
  }));
  const found: { first: number; last: number; spans: string }[] = [];
  for (const { day, spans } of days) {
    const run = found.at(-1);
    if (run && run.spans === spans && run.last === day - 1) run.last = day;
    else if (spans !== '') found.push({ first: day, last: day, spans });
  }
  return found.map(({ first, last, spans }) => [
    first === last ? weekday(first) : `${weekday(first)}–${weekday(last)}`,
    spans,
  ]);
}
