import { expect, test } from 'vitest';
import { both_ways, directions, offers, still_spoken, with_service } from './services';
import type { Service, Spoken } from './types';

const languages: Spoken[] = ['mam', 'spa', 'eng'].map((language) => ({
  language,
  class: 'A',
  attested: null,
}));
const into_spanish = { source: 'mam', target: 'spa' };

test('three languages make six directions', () => {
  expect(directions(languages)).toHaveLength(6);
});

test('a service is put in and taken out, and the way back made the same', () => {
  let services: Service[] = with_service([], into_spanish, 'sign', 'hearing', true);
  services = with_service(services, into_spanish, 'sign', 'hearing', true);
  expect(services).toHaveLength(1);
  const back = { source: 'spa', target: 'mam' };
  services = with_service(services, back, 'consecutive', 'medical', true);
  services = both_ways(services, into_spanish);
  expect(offers(services, back, 'sign', 'hearing')).toBe(true);
  expect(offers(services, back, 'consecutive', 'medical')).toBe(false);
  expect(with_service(services, into_spanish, 'sign', 'hearing', false)).toHaveLength(1);
  expect(still_spoken(services, languages.slice(1))).toEqual([]);
});
