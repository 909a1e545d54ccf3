/** Where things stand in the timetable, and where a key moves them. */
import type { CasePlan, Interview, Setup } from './types';

/** Minutes of a row of the timetable, and of one step by keyboard or mouse. */
export const ROW_MINUTES = 15;
export const STEP_MINUTES = 30;

/** A day, a place and a minute of that day. */
export interface At {
  day: string;
  place: string;
  minute: number;
}

export function minute_of(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
}

/** `09:30` */
export function clock_of(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

export function at_of(interview: Pick<Interview, 'starts' | 'place'>): At {
  return {
    day: interview.starts.slice(0, 10),
    minute: minute_of(interview.starts.slice(11, 16)),
    place: interview.place,
  };
}

export function local_of(at: At): string {
  return `${at.day}T${clock_of(at.minute)}`;
}

/** How long an interview of this victim is. */
export function minutes_of(setup: Setup, victim: string): number {
  return setup.victims.find(({ label }) => label === victim)?.minutes ?? 60;
}

/** The first and the last minute that the timetable shows: its hours, and whatever lies outside. */
export function hours(plan: CasePlan): { from: number; to: number } {
  const starts = plan.interviews.map(({ starts }) => minute_of(starts.slice(11, 16)));
  const ends = plan.interviews.map((one) => at_of(one).minute + minutes_of(plan.setup, one.victim));
  const whole = (minute: number, up: boolean) =>
    (up ? Math.ceil(minute / 60) : Math.floor(minute / 60)) * 60;
  return {
    from: whole(Math.min(minute_of(plan.setup.from), ...starts), false),
    to: Math.min(24 * 60, whole(Math.max(minute_of(plan.setup.to), ...ends), true)),
  };
}

/**
 * Where an arrow or a page key moves an interview: up and down by half an hour, to the sides by a
 * place and from the last place to the next day, by pages to another day.
 */
export function moved(at: At, key: string, plan: CasePlan): At | null {
  const { days } = plan.setup;
  const places = plan.places.map(({ id }) => id);
  const { from, to } = hours(plan);
  const column = days.indexOf(at.day) * places.length + Math.max(0, places.indexOf(at.place));
  const to_column = (number: number): At => {
    const last = days.length * places.length - 1;
    const kept = Math.min(Math.max(number, 0), last);
    return {
      ...at,
      day: days[Math.floor(kept / places.length)] ?? at.day,
      place: places[kept % places.length] ?? at.place,
    };
  };
  switch (key) {
    case 'ArrowUp':
      return { ...at, minute: Math.max(from, at.minute - STEP_MINUTES) };
    case 'ArrowDown':
      return { ...at, minute: Math.min(to - STEP_MINUTES, at.minute + STEP_MINUTES) };
    case 'ArrowLeft':
      return to_column(column - 1);
    case 'ArrowRight':
      return to_column(column + 1);
    case 'PageUp':
      return column < places.length ? at : to_column(column - places.length);
    case 'PageDown':
      return column + places.length >= days.length * places.length
        ? at
        : to_column(column + places.length);
    default:
      return null;
  }
}

/** The working days from one day to another, or all of them; at most as many as a plan takes. */
export function days_between(first: string, last: string, weekends: boolean): string[] {
  const days: string[] = [];
  const end = Date.parse(`${last}T00:00Z`);
  for (let at = Date.parse(`${first}T00:00Z`); at <= end && days.length < 14; at += 86_400_000) {
    const day = new Date(at);
    if (weekends || (day.getUTCDay() !== 0 && day.getUTCDay() !== 6)) {
      days.push(day.toISOString().slice(0, 10));
    }
  }
  return days;
}
