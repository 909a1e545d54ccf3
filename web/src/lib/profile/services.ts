/** The matrix of what somebody does: directions, and in each a mode for a setting. */
import type { Service, ServiceMode, Setting, Spoken } from './types';

export interface Direction {
  source: string;
  target: string;
}

/** Every direction that two of these languages make. */
export function directions(languages: Spoken[]): Direction[] {
  return languages.flatMap(({ language: source }) =>
    languages
      .filter(({ language }) => language !== source)
      .map(({ language: target }) => ({ source, target })),
  );
}

function is(service: Service, direction: Direction): boolean {
  return service.source === direction.source && service.target === direction.target;
}

export function offers(
  services: Service[],
  direction: Direction,
  mode: ServiceMode,
  setting: Setting,
): boolean {
  return services.some(
    (service) => is(service, direction) && service.mode === mode && service.setting === setting,
  );
}

/** With one service put in or taken out. */
export function with_service(
  services: Service[],
  direction: Direction,
  mode: ServiceMode,
  setting: Setting,
  offered: boolean,
): Service[] {
  const others = services.filter(
    (service) => !(is(service, direction) && service.mode === mode && service.setting === setting),
  );
  return offered ? [...others, { ...direction, mode, setting }] : others;
}

/** With the other direction made the same as this one. */
export function both_ways(services: Service[], { source, target }: Direction): Service[] {
  const back = { source: target, target: source };
  const others = services.filter((service) => !is(service, back));
  const turned = services.filter((service) => is(service, { source, target }));
  return [...others, ...turned.map((service) => ({ ...service, ...back }))];
}

/** Without what needs a language that is no longer spoken. */
export function still_spoken(services: Service[], languages: Spoken[]): Service[] {
  const spoken = new Set(languages.map(({ language }) => language));
  return services.filter(({ source, target }) => spoken.has(source) && spoken.has(target));
}
