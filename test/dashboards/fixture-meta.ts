import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import type { FixtureMeasure } from './fixture-measures.ts';

export interface FixtureChoice {
  readonly asAt?: string;
  readonly authorities?: readonly string[];
  /** Measures that the source cannot feed. */
  readonly notAvailable?: readonly string[];
  /** Measures that are fed by a stand-in. */
  readonly proxies?: readonly string[];
  /** Gives every breakdown at every as-at date, as a whole edition has it. */
  readonly history?: boolean;
}

function inWords({ family, target, floor }: FixtureMeasure): string {
  if (family === 'C') return `Green: ${target}% or more. Amber: ${floor}% or more. Red: below ${floor}%.`;
  return target === 0
    ? `Green: none. Amber: up to ${floor}%. Red: above ${floor}%.`
    : `Green: up to ${target}%. Amber: up to ${floor}%. Red: above ${floor}%.`;
}

/** One rule for ever, but for T2, whose rule changed within the months shown. */
const rulesInTime = ({ id }: FixtureMeasure) =>
  id === 'T2'
    ? [
        {
          effective_from: '2020-01-01',
          effective_to: '2025-04-01',
          in_words: 'Green: none. Amber: up to 5%. Red: above 5%.',
        },
        { effective_from: '2025-04-01', effective_to: null },
      ]
    : [{ effective_from: '2020-01-01', effective_to: null }];

const approval = (agreed: boolean) => ({
  approved_by_role: agreed ? 'Children’s Services Board' : null,
  backing: agreed ? ('approved' as const) : ('proposed' as const),
  approved_on: agreed ? '2025-03-20' : null,
});

function chartOf({ id, headline }: FixtureMeasure, line: string): MeasureMeta['lines'][number]['chart'] {
  if (id === 'B28' || id === 'B40') return 'rare';
  if (id === 'B26' || id === 'B30') return headline === 'mean_days' ? 'annual' : 'quarterly';
  return line === 'main' || id === 'T9' ? 'monthly' : '';
}

const lowIsGood: readonly string[] = ['B19', 'B26', 'B30'];

/** What the edition says of a fixture measure. */
export function metaOf(
  measure: FixtureMeasure,
  position: number,
  authorities: readonly string[],
  choice: FixtureChoice,
): MeasureMeta {
  const source = 'Hertfordshire Children’s Services Procedures, Permanence Planning chapter';
  const rated = measure.lines.find((line) => line.rated === true);
  const state =
    choice.notAvailable?.includes(measure.id) === true
      ? ('not available' as const)
      : choice.proxies?.includes(measure.id) === true
        ? ('proxy' as const)
        : ('available' as const);
  const reasons = {
    available: '',
    proxy: 'The placement type stands in for the plan, which these files do not hold.',
    'not available': 'The files hold no plans for permanence.',
  };
  return {
    measure_id: measure.id,
    name: measure.name,
    plain_name: measure.plain,
    counts: measure.counts ?? ('children' as const),
    plain_definition: `${measure.plain}, counted on the as-at date. Every child is somebody’s concern, and each week of delay matters to that child.`,
    exact_definition: `Children in care on the as-at date who meet the rule of ${measure.id}, as a share of ${measure.lines[0]?.of || 'nothing'}.`,
    why_it_matters: 'Children who wait without a settled plan are less likely to find a permanent home.',
    source,
    polarity:
      measure.family === 'X'
        ? lowIsGood.includes(measure.id)
          ? 'Low'
          : 'none'
        : measure.family === 'C'
          ? 'High'
          : 'Low',
    page: measure.page,
    position,
    periods: [...measure.periods],
    headline_statistic: measure.headline,
    rated_line: rated?.line ?? 'main',
    accountable: authorities.map((authority) => ({ authority, role: 'Head of Children Looked After' })),
    lines: measure.lines.map((line) => ({
      line: line.line,
      name: line.name,
      denominator_name: line.of,
      rated: line.rated === true,
      has_longest_wait: line.wait !== undefined,
      chart: chartOf(measure, line.line),
    })),
    availability: authorities.flatMap((authority) =>
      measure.lines.map(({ line }) => ({ authority, line, state, reason: reasons[state] })),
    ),
    limits:
      measure.family === 'X' && measure.id.startsWith('B')
        ? []
        : authorities.map((authority) => ({
            authority,
            limit_key: `${measure.id}.limit`,
            meaning: 'How long before a child is counted',
            n: 12,
            unit: 'months',
            effective_from: '2020-01-01',
            effective_to: null,
            source,
            agreed: measure.id === 'T3',
            ...approval(measure.id === 'T3'),
          })),
    targets:
      rated === undefined || measure.family === 'X'
        ? []
        : authorities.flatMap((authority) =>
            rulesInTime(measure).map((time) => ({
              authority,
              line: rated.line,
              family: measure.family,
              statistic: 'percentage' as const,
              polarity: measure.family === 'C' ? ('High' as const) : ('Low' as const),
              target: measure.target,
              floor: measure.family === 'C' ? measure.floor : null,
              tolerance: measure.family === 'C' ? null : measure.floor,
              basis: 'local' as const,
              in_words: inWords(measure),
              ...time,
              source: 'Suggested by the product',
              agreed: measure.id === 'T9',
              ...approval(measure.id === 'T9'),
            })),
          ),
    reference:
      measure.id === 'T9'
        ? {
            value: 90.3,
            unit: 'percent',
            source: 'Hertfordshire procedures, published performance of the weekly tool',
          }
        : measure.id === 'B30'
          ? {
              value: 426,
              unit: 'days',
              source: 'Adoption scorecards: national threshold set for 2013-16, not a current target',
            }
          : null,
    notes:
      measure.id === 'T6'
        ? authorities.map((authority) => ({
            authority,
            note: 'Contains special guardianship plans where the source has no key for them.',
          }))
        : [],
  };
}
