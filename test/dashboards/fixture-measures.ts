import type { MeasureMeta } from '../../pipeline/edition/format.ts';

/** A line of a fixture measure: key, name, denominator, usual share of the denominator, its usual size. */
export interface FixtureLine {
  readonly line: string;
  readonly name: string;
  readonly of: string;
  readonly share: number;
  readonly size: number;
  readonly rated?: boolean;
  readonly wait?: number;
}
export interface FixtureMeasure {
  readonly id: string;
  readonly name: string;
  readonly plain: string;
  readonly page: MeasureMeta['page'];
  readonly headline: 'count' | 'percentage';
  readonly periods: readonly MeasureMeta['periods'][number][];
  readonly family: 'C' | 'Z' | 'X';
  readonly target: number | null;
  readonly floor: number | null;
  readonly lines: readonly FixtureLine[];
}

const stock = { headline: 'count', periods: ['as_at'], family: 'Z', target: 0 } as const;
const countywide = { ...stock, page: 'countywide' } as const;

/** The measures of the first edition with invented sizes. */
export const fixtureMeasures: readonly FixtureMeasure[] = [
  { ...countywide, id: 'T1', name: 'No current plan', plain: 'Children with no current plan for permanence', floor: 2, lines: [
    { line: 'main', name: 'no current plan', of: 'children in care', share: 0.06, size: 999, wait: 340 },
    { line: 'overdue', name: 'plan overdue', of: 'children in care', share: 0.017, size: 999, rated: true, wait: 340 },
    { line: 'not_yet_due', name: 'not yet due', of: 'children in care', share: 0.043, size: 999, wait: 96 },
  ] },
  { ...countywide, id: 'T2', name: 'Return home 6 months or more', plain: 'Plan to return home for 6 months or more', floor: 10, lines: [
    { line: 'main', name: 'return home for 6 months or more', of: 'children with a return-home plan', share: 0.31, size: 104, rated: true, wait: 801 },
    { line: 'over_12_months', name: 'more than 12 months', of: 'children with a return-home plan', share: 0.11, size: 104, wait: 801 },
  ] },
  { ...countywide, id: 'T3', name: 'Placement order 12 months or more', plain: 'On a placement order for 12 months or more', floor: 20, lines: [
    { line: 'main', name: 'placement order for 12 months or more', of: 'children on a placement order', share: 0.41, size: 62, rated: true, wait: 1034 },
    { line: 'placed', name: 'placed for adoption', of: 'children on a placement order', share: 0.2, size: 62, wait: 700 },
    { line: 'not_placed', name: 'not placed for adoption', of: 'children on a placement order', share: 0.21, size: 62, wait: 1034 },
  ] },
  { ...countywide, id: 'T4', name: 'Adoption, no family identified', plain: 'Plan is adoption and no family is identified', floor: 30, lines: [
    { line: 'main', name: 'no adoptive placement identified', of: 'children with an adoption plan', share: 0.27, size: 71, rated: true, wait: 520 },
  ] },
  { ...countywide, id: 'T6', name: 'Plan is other', plain: 'Plan is recorded as “other”', target: 2, floor: 5, lines: [
    { line: 'main', name: 'plan is other', of: 'children with a plan', share: 0.019, size: 940, rated: true, wait: 410 },
  ] },
  { ...countywide, id: 'T5', name: 'Adoption, not yet living there', plain: 'Plan is adoption and the child does not yet live with adopters', floor: 40, lines: [
    { line: 'main', name: 'not in an adoptive placement', of: 'children with an adoption plan', share: 0.48, size: 71, wait: 620 },
    { line: 'early_permanence', name: 'with early-permanence carers', of: 'children with an adoption plan', share: 0.12, size: 71, wait: 300 },
    { line: 'other', name: 'elsewhere', of: 'children with an adoption plan', share: 0.36, size: 71, rated: true, wait: 620 },
  ] },
  { ...countywide, id: 'T7', name: 'Long-term fostering 12 months or more', plain: 'Plan is long-term fostering for 12 months or more', floor: 10, lines: [
    { line: 'main', name: 'long-term fostering for 12 months or more', of: 'children with a long-term fostering plan', share: 0.7, size: 390, wait: 2600 },
    { line: 'unmatched', name: 'and not yet matched', of: 'children with a long-term fostering plan', share: 0.12, size: 390, rated: true, wait: 1480 },
  ] },
  { ...countywide, id: 'T8', name: 'Plan is residential', plain: 'Plan is residential care', family: 'X', target: null, floor: null, lines: [
    { line: 'main', name: 'plan is residential', of: 'children with a plan', share: 0.07, size: 940, wait: 1900 },
    { line: 'no_step_down', name: 'with no way back to family life in the plan', of: 'children with a residential plan', share: 0.3, size: 66, wait: 1900 },
  ] },
  { id: 'T9', name: 'Permanence planning meeting held', plain: 'Had a permanence planning meeting', page: 'weekly', headline: 'percentage', periods: ['as_at'], family: 'C', target: 95, floor: 85, lines: [
    { line: 'main', name: 'meeting held', of: 'children in the cohort', share: 0.88, size: 356 },
    { line: 'under_12', name: 'under 12', of: 'under-12s in the cohort', share: 0.946, size: 221, rated: true },
    { line: '12_and_over', name: '12 and over', of: 'children of 12 and over in the cohort', share: 0.77, size: 135 },
    { line: 'exempt', name: 'exempt', of: 'children in the cohort', share: 0.02, size: 356 },
    { line: 'discussion', name: 'specialist discussion instead', of: 'children in the cohort', share: 0.05, size: 356 },
  ] },
  { id: 'T10', name: 'No permanence planning meeting', plain: 'Has had no permanence planning meeting', page: 'weekly', headline: 'count', periods: ['as_at'], family: 'Z', target: 0, floor: 5, lines: [
    { line: 'main', name: 'under 12 and no meeting', of: 'under-12s in the cohort', share: 0.04, size: 221, rated: true, wait: 260 },
    { line: '12_and_over', name: '12 and over and no meeting', of: 'children of 12 and over in the cohort', share: 0.1, size: 135, wait: 300 },
  ] },
  { id: 'B7', name: 'In care', plain: 'Children in care', page: 'children', headline: 'count', periods: ['as_at'], family: 'X', target: null, floor: null, lines: [
    { line: 'main', name: 'children in care', of: '', share: 1, size: 999 } ] },
  { id: 'B9', name: 'Started', plain: 'Children who came into care', page: 'children', headline: 'count', periods: ['month', 'r12m'], family: 'X', target: null, floor: null, lines: [
    { line: 'main', name: 'children who came into care', of: '', share: 1, size: 35 } ] },
  { id: 'B10', name: 'Left', plain: 'Children who left care', page: 'children', headline: 'count', periods: ['month', 'r12m'], family: 'X', target: null, floor: null, lines: [
    { line: 'main', name: 'children who left care', of: '', share: 1, size: 33 } ] },
];
