/**
 * Weekly hours as a person keeps them: one layer for each job or duty, with what it is for, since
 * when, and every how many weeks. The server keeps rules in calendars; a calendar whose rules
 * differ in these is shown as several layers of one name.
 */
import type { Purpose, WeekCalendar, WeekRule } from '../api/types';
import { from_spans, to_spans, type Week } from './week';

export const PURPOSES: Purpose[] = ['interview', 'hearing', 'medical', 'on_call', 'children'];

export interface Layer {
  name: string;
  zone: string;
  purposes: Purpose[];
  valid_from: string | null;
  valid_until: string | null;
  every_weeks: number;
  week: Week;
  /** The rules as they came, kept to the minute as long as the table is not touched. */
  rules: WeekRule[] | null;
}

export function new_layer(name: string, zone: string): Layer {
  return {
    name,
    zone,
    purposes: [...PURPOSES],
    valid_from: null,
    valid_until: null,
    every_weeks: 1,
    week: new Set<string>(),
    rules: null,
  };
}

function kind(rule: WeekRule): string {
  return JSON.stringify([
    PURPOSES.filter((purpose) => rule.purposes.includes(purpose)),
    rule.valid_from,
    rule.valid_until,
    rule.every_weeks,
  ]);
}

export function to_layers(calendars: WeekCalendar[]): Layer[] {
  return calendars.flatMap(({ name, zone, week }) => {
    const kinds = new Map<string, WeekRule[]>();
    for (const rule of week) kinds.set(kind(rule), [...(kinds.get(kind(rule)) ?? []), rule]);
    if (kinds.size === 0) return [new_layer(name, zone)];
    return [...kinds.values()].map((rules) => {
      const [{ purposes, valid_from, valid_until, every_weeks }] = rules as [WeekRule];
      const week = from_spans(rules);
      return { name, zone, purposes, valid_from, valid_until, every_weeks, week, rules };
    });
  });
}

export function to_calendars(layers: Layer[]): WeekCalendar[] {
  const calendars = new Map<string, WeekCalendar>();
  for (const layer of layers) {
    const name = layer.name.trim();
    const calendar = calendars.get(name) ?? { name, zone: layer.zone, week: [] };
    const { purposes, valid_from, valid_until, every_weeks } = layer;
    for (const { day, from, to } of layer.rules ?? to_spans(layer.week)) {
      calendar.week.push({ day, from, to, purposes, valid_from, valid_until, every_weeks });
    }
    calendars.set(name, calendar);
  }
  return [...calendars.values()];
}
