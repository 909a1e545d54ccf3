/**
 * A week of working hours as a table of half hours, and the keyboard of that
 * table, apart from any page. Monday is day 1; slot 0 begins at midnight.
 */
import type { WeekSpan } from '../api/types';

export const DAYS = [1, 2, 3, 4, 5, 6, 7];
export const SLOTS = 48;
const SLOT_MINUTES = 30;

/** A place in the table. */
export interface Cell {
  day: number;
  slot: number;
}

/** Which half hours are open, as “day:slot”. */
export type Week = ReadonlySet<string>;

export function cell_key({ day, slot }: Cell): string {
  return `${day}:${slot}`;
}

/** Slot 20 is “10:00”; slot 48 is the end of the day, “24:00”. */
export function slot_time(slot: number): string {
  const minutes = slot * SLOT_MINUTES;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The slot in which a wall time lies; ends are rounded up, so that no hour is lost. */
function time_slot(time: string, round: (value: number) => number): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return round((hours * 60 + minutes) / SLOT_MINUTES);
}

/** Spans as the server keeps them into half hours. A span to 00:00 lasts until midnight. */
export function from_spans(spans: WeekSpan[]): Set<string> {
  const week = new Set<string>();
  for (const { day, from, to } of spans) {
    const end = to === '00:00' ? SLOTS : time_slot(to, Math.ceil);
    for (let slot = time_slot(from, Math.floor); slot < end; slot++) {
      week.add(cell_key({ day, slot }));
    }
  }
  return week;
}

/** Half hours into the fewest spans. */
export function to_spans(week: Week): WeekSpan[] {
  const spans: WeekSpan[] = [];
  for (const day of DAYS) {
    let from: number | null = null;
    for (let slot = 0; slot <= SLOTS; slot++) {
      const open = slot < SLOTS && week.has(cell_key({ day, slot }));
      if (open && from === null) from = slot;
      if (!open && from !== null) {
        spans.push({ day, from: slot_time(from), to: slot_time(slot) });
        from = null;
      }
    }
  }
  return spans;
}

/** Where a key leads from a cell; `null` if it is no key of the table. */
export function move(at: Cell, key: string, ctrl: boolean): Cell | null {
  const to = (day: number, slot: number): Cell => ({
    day: Math.min(7, Math.max(1, day)),
    slot: Math.min(SLOTS - 1, Math.max(0, slot)),
  });
  switch (key) {
    case 'ArrowUp':
      return to(at.day, at.slot - 1);
    case 'ArrowDown':
      return to(at.day, at.slot + 1);
    case 'ArrowLeft':
      return to(at.day - 1, at.slot);
    case 'ArrowRight':
      return to(at.day + 1, at.slot);
    case 'PageUp':
      return to(at.day, at.slot - 8);
    case 'PageDown':
      return to(at.day, at.slot + 8);
    case 'Home':
      return ctrl ? to(1, 0) : to(1, at.slot);
    case 'End':
      return ctrl ? to(7, SLOTS - 1) : to(7, at.slot);
    default:
      return null;
  }
}

/** Every cell of the rectangle between two cells. */
export function range(from: Cell, to: Cell): Cell[] {
  const cells: Cell[] = [];
  for (let day = Math.min(from.day, to.day); day <= Math.max(from.day, to.day); day++) {
    for (let slot = Math.min(from.slot, to.slot); slot <= Math.max(from.slot, to.slot); slot++) {
      cells.push({ day, slot });
    }
  }
  return cells;
}

/** Opens all the cells, or closes them if all are open already. */
export function toggle(week: Week, cells: Cell[]): Set<string> {
  const changed = new Set(week);
  const close = cells.every((cell) => week.has(cell_key(cell)));
  for (const cell of cells) {
    if (close) changed.delete(cell_key(cell));
    else changed.add(cell_key(cell));
  }
  return changed;
}

/** Opens or closes one span of a day. */
export function set_span(week: Week, { day, from, to }: WeekSpan, open: boolean): Set<string> {
  const changed = new Set(week);
  for (const key of from_spans([{ day, from, to }])) {
    if (open) changed.add(key);
    else changed.delete(key);
  }
  return changed;
}
