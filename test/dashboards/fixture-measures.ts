import type { MeasureMeta } from '../../pipeline/edition/format.ts';
import { fixtureCountywide } from './fixture-countywide.ts';
import { fixtureServices } from './fixture-services.ts';
import { fixtureStrategic } from './fixture-strategic.ts';

/** A line of a fixture measure: key, name, denominator, usual share of the denominator, its usual size. */
export interface FixtureLine {
  readonly line: string;
  readonly name: string;
  readonly of: string;
  readonly share: number;
  readonly size: number;
  readonly rated?: boolean;
  readonly wait?: number;
  /** Days that a median or mean lies around. */
  readonly days?: number;
  /** Rate per 10,000 for each child counted. */
  readonly rate?: number;
}
export interface FixtureMeasure {
  readonly id: string;
  readonly name: string;
  readonly plain: string;
  /** Children unless told. */
  readonly counts?: MeasureMeta['counts'];
  readonly page: MeasureMeta['page'];
  readonly headline: MeasureMeta['headline_statistic'];
  readonly periods: readonly MeasureMeta['periods'][number][];
  readonly family: 'C' | 'Z' | 'X';
  readonly target: number | null;
  readonly floor: number | null;
  readonly lines: readonly FixtureLine[];
}

/** The measures of the first edition with invented sizes. */
export const fixtureMeasures: readonly FixtureMeasure[] = [
  ...fixtureCountywide,
  {
    id: 'T9',
    name: 'Permanence planning meeting held',
    plain: 'Had a permanence planning meeting',
    page: 'weekly',
    headline: 'percentage',
    periods: ['as_at'],
    family: 'C',
    target: 95,
    floor: 85,
    lines: [
      { line: 'main', name: 'meeting held', of: 'children in the cohort', share: 0.88, size: 356 },
      {
        line: 'under_12',
        name: 'under 12',
        of: 'under-12s in the cohort',
        share: 0.946,
        size: 221,
        rated: true,
      },
      {
        line: '12_and_over',
        name: '12 and over',
        of: 'children of 12 and over in the cohort',
        share: 0.77,
        size: 135,
      },
      { line: 'exempt', name: 'exempt', of: 'children in the cohort', share: 0.02, size: 356 },
      {
        line: 'discussion',
        name: 'specialist discussion instead',
        of: 'children in the cohort',
        share: 0.05,
        size: 356,
      },
    ],
  },
  {
    id: 'T10',
    name: 'No permanence planning meeting',
    plain: 'Has had no permanence planning meeting',
    page: 'weekly',
    headline: 'count',
    periods: ['as_at'],
    family: 'Z',
    target: 0,
    floor: 5,
    lines: [
      {
        line: 'main',
        name: 'under 12 and no meeting',
        of: 'under-12s in the cohort',
        share: 0.04,
        size: 221,
        rated: true,
        wait: 260,
      },
      {
        line: '12_and_over',
        name: '12 and over and no meeting',
        of: 'children of 12 and over in the cohort',
        share: 0.1,
        size: 135,
        wait: 300,
      },
    ],
  },
  {
    id: 'B7',
    name: 'In care',
    plain: 'Children in care',
    page: 'children',
    headline: 'count',
    periods: ['as_at'],
    family: 'X',
    target: null,
    floor: null,
    lines: [{ line: 'main', name: 'children in care', of: '', share: 1, size: 999 }],
  },
  {
    id: 'B9',
    name: 'Started',
    plain: 'Children who came into care',
    page: 'children',
    headline: 'count',
    periods: ['month', 'r12m'],
    family: 'X',
    target: null,
    floor: null,
    lines: [{ line: 'main', name: 'children who came into care', of: '', share: 1, size: 35 }],
  },
  {
    id: 'B10',
    name: 'Left',
    plain: 'Children who left care',
    page: 'children',
    headline: 'count',
    periods: ['month', 'r12m'],
    family: 'X',
    target: null,
    floor: null,
    lines: [{ line: 'main', name: 'children who left care', of: '', share: 1, size: 33 }],
  },
  ...fixtureStrategic,
  ...fixtureServices,
];
