/** Interviews, places and objections in words. */
import { short_day } from '../i18n/moment';
import { t } from '../i18n/words.svelte';
import type { CasePlan, Objection, Spot } from './types';

/** “V-1”, or “V-1 (2.ª)” where there are several. */
export function interview_name(plan: CasePlan, victim: string, number: number): string {
  const several = plan.setup.victims.some((one) => one.label === victim && one.interviews > 1);
  return several ? t('case-interview', { victim, number: number + 1 }) : victim;
}

export function place_name(plan: CasePlan, id: string): string {
  return plan.places.find((place) => place.id === id)?.name ?? '';
}

/** “lun 30 nov, 09:30, Sala 1, intérprete 103” */
export function spot_words(plan: CasePlan, spot: Spot): string {
  return t('case-spot', {
    day: short_day(spot.starts),
    hour: spot.starts.slice(11, 16),
    place: place_name(plan, spot.place),
    count: spot.interpreters.length,
    interpreters: spot.interpreters.join(', '),
  });
}

/** What breaks, as a sentence about this interview or, from the other side, its other one. */
export function objection_words(plan: CasePlan, objection: Objection): string {
  const { what, victim, number, other_victim, other_number, interpreter } = objection;
  return t(`case-breaks-${what}`, {
    one: interview_name(plan, victim, number),
    other: interview_name(plan, other_victim ?? victim, other_number ?? number),
    interpreter: interpreter ?? 0,
  });
}

/** The objections that concern an interview, on either side. */
export function objections_of(plan: CasePlan, victim: string, number: number): Objection[] {
  return plan.objections.filter(
    (one) =>
      (one.victim === victim && one.number === number) ||
      (one.other_victim === victim && one.other_number === number),
  );
}
