import { type Day, weekday } from '../day.ts';
import type { Random } from '../prng.ts';
import type { Course } from './course.ts';
import type { LegalSpell } from './legal.ts';

export interface Review {
  readonly due: Day;
  /** Day held; null for one that was cancelled. */
  readonly held: Day | null;
  readonly participation: string;
}

/** Reviews from the first (20 working days) to the end of care, six-monthly, three-monthly under a placement order. */
export function reviewHistory(random: Random, course: Course, legal: readonly LegalSpell[]): Review[] {
  const { exit, inProceedings, person } = course;
  const care = course.route === 'short_break' ? course.careFrom : course.entry;
  if (care === null) return [];
  const reviews: Review[] = [];
  let due = weekday(care + 28);
  for (let number = 1; due < exit + 60; number++) {
    const held = weekday(heldOn(random, due, number));
    const cancelled = number > 1 && random.chance(0.025);
    if (cancelled) reviews.push({ due, held: null, participation: '' });
    if (held >= exit) {
      reviews.push({ due, held, participation: '' });
      break;
    }
    reviews.push({ due, held, participation: participationAt(random, held - person.birth) });
    due = weekday(nextDue(care, held, number, inProceedings, legal));
  }
  return reviews;
}

function heldOn(random: Random, due: Day, number: number): Day {
  const lateness = number === 1 ? 0.06 : number === 2 ? 0.13 : 0.08;
  if (random.chance(lateness)) return due + random.skewed(1, 9, 60);
  return due - random.int(0, number === 1 ? 9 : 12);
}

function nextDue(
  care: Day,
  held: Day,
  number: number,
  inProceedings: boolean,
  legal: readonly LegalSpell[],
): Day {
  if (number === 1) return care + (inProceedings ? 98 : 112);
  return held + (isUnderOrder(legal, held) ? 90 : 182);
}

function isUnderOrder(legal: readonly LegalSpell[], day: Day): boolean {
  for (const spell of legal) if (spell.status === 'E1' && spell.from <= day && spell.to > day) return true;
  return false;
}

function participationAt(random: Random, days: number): string {
  if (days < 4 * 365.25) return 'PN0';
  return random.weighted(takingPart);
}

const takingPart = [
  ['PN1', 52],
  ['PN2', 4],
  ['PN3', 4],
  ['PN4', 5],
  ['PN5', 5],
  ['PN6', 23],
  ['PN7', 7],
] as const;
