/** What a place has, in words. */
import type { Place } from '../api/types';
import { t, words } from '../i18n/words.svelte';

export const FEATURES = [
  'two_exits',
  'waiting_room',
  'observer_room',
  'child_room',
  'screen_large',
  'document_camera',
  'sign_camera',
  'headsets',
  'speakerphone',
  'hearing_loop',
  'wheelchair_toilet',
  'lift',
  'quiet',
  'backup_power',
  'tablet',
  'laptop',
  'router_two_sims',
  'power_bank',
] as const;

/** “pantalla grande · audífonos · sin escalones” */
export function facts(place: Place): string {
  return [
    ...place.equipment.map((item) => words(`equipment-${item}`) ?? item.replaceAll('_', ' ')),
    ...(place.screen_inches ? [t('equipped-screen', { inches: place.screen_inches })] : []),
    ...(place.step_free ? [t('place-step-free')] : []),
    ...(place.child_friendly ? [t('place-child-friendly')] : []),
  ].join(' · ');
}
