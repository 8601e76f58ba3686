import { addDays, isMonthEnd, monthsBefore } from '../../dashboards/components/day.ts';
import { unitOf } from '../../dashboards/components/value-text.ts';
import type { Edition, Manifest, MeasureValue, Status } from '../../pipeline/edition/format.ts';
import { type FixtureChoice, metaOf } from './fixture-meta.ts';

export type { FixtureChoice } from './fixture-meta.ts';

import { fixtureAssurance } from './fixture-assurance.ts';
import { fixtureGroups } from './fixture-groups.ts';
import { type FixtureLine, type FixtureMeasure, fixtureMeasures } from './fixture-measures.ts';
import { fixtureSettings } from './fixture-settings.ts';

/** A number from 0 to 1 that depends on nothing but the words. */
function chance(...words: readonly (string | number)[]): number {
  let hash = 2166136261;
  for (const character of words.join('|')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 4294967296;
}

function asAtDates(asAt: string): readonly string[] {
  const months = Array.from({ length: 36 }, (_, month) => {
    const day = monthsBefore(`${asAt.slice(0, 8)}01`, month);
    return addDays(day, -1);
  });
  return [
    ...new Set([asAt, ...months, ...Array.from({ length: 12 }, (_, week) => addDays(asAt, -7 * (week + 1)))]),
  ].sort();
}

function ratingOf(
  measure: FixtureMeasure,
  line: FixtureLine,
  percent: number | null,
  denominator: number,
): Status {
  const { family, target, floor } = measure;
  if (line.rated !== true || family === 'X' || target === null || floor === null)
    return 'No rating - context';
  if (denominator < 10 || percent === null) return 'Too few to rate';
  const met = (limit: number) => (family === 'C' ? percent >= limit : percent <= limit);
  if (met(target)) return 'Green - on target';
  return met(floor) ? 'Amber - short of target' : 'Red - worse than floor';
}

type Key = Omit<MeasureValue, 'numerator' | 'denominator' | 'value' | 'unit' | 'status' | 'statistic'>;

/** A rate, or a mean or median of days, where the line has one. */
function timeAndRate(measure: FixtureMeasure, line: FixtureLine, key: Key, children: number): MeasureValue[] {
  const { headline: statistic } = measure;
  const spread = 0.9 + 0.2 * chance(measure.id, line.line, key.as_at_date, key.group);
  const value =
    line.rate !== undefined ? line.rate * children : line.days !== undefined ? line.days * spread : undefined;
  if (value === undefined) return [];
  const status = 'No rating - context' as const;
  return [{ ...key, statistic, numerator: null, denominator: null, value, unit: unitOf(statistic), status }];
}

function lineValues(
  measure: FixtureMeasure,
  line: FixtureLine,
  key: Key,
  share: number,
  missing: boolean,
): MeasureValue[] {
  if (missing) {
    return key.breakdown !== 'all'
      ? []
      : [
          {
            ...key,
            statistic: measure.headline,
            numerator: null,
            denominator: null,
            value: null,
            unit: unitOf(measure.headline),
            status: 'Not available',
          },
        ];
  }
  const year = Number(key.as_at_date.slice(0, 4)) + Number(key.as_at_date.slice(5, 7)) / 12 - 2025;
  const wave =
    1 +
    0.16 * year * (chance(measure.id) - 0.4) +
    0.12 * (chance(measure.id, line.line, key.as_at_date) - 0.5);
  const yearly = { r12m: 12, r36m: 36, quarter: 3 }[key.period as string] ?? 1;
  const denominator = Math.round(line.size * share * yearly * (1 + 0.03 * year));
  const numerator =
    line.of === ''
      ? Math.round(
          line.size *
            share *
            yearly *
            (1 + 0.03 * year + (line.size < 99 ? 0.3 * (chance(measure.id, key.as_at_date) - 0.5) : 0)),
        )
      : Math.min(
          denominator,
          Math.round(
            denominator *
              Math.min(
                0.99,
                line.share *
                  (measure.family === 'C' ? 1 - (1 - wave) / 4 : wave) *
                  (share === 1 ? 1 : 0.6 + 0.8 * chance(key.group, measure.id)),
              ),
          ),
        );
  const percent = line.of === '' || denominator === 0 ? null : (100 * numerator) / denominator;
  const of = line.of === '' ? null : denominator;
  const status = ratingOf(measure, line, percent, denominator);
  const wait =
    line.wait === undefined || numerator === 0
      ? null
      : Math.round(
          line.wait * (0.4 + 0.6 * chance(key.group, line.line, measure.id)) +
            (key.group === 'all' ? 0.2 * line.wait : 0),
        );
  return [
    {
      ...key,
      statistic: 'count',
      numerator,
      denominator: of,
      value: numerator,
      unit: 'children',
      status: 'No rating - context',
    },
    ...(line.of === ''
      ? []
      : [
          {
            ...key,
            statistic: 'percentage' as const,
            numerator,
            denominator,
            value: percent,
            unit: 'percent' as const,
            status,
          },
        ]),
    ...timeAndRate(measure, line, key, numerator),
    ...(line.wait === undefined
      ? []
      : [
          {
            ...key,
            statistic: 'longest_days' as const,
            numerator: null,
            denominator: null,
            value: wait,
            unit: 'days' as const,
            status: 'No rating - context' as const,
          },
        ]),
  ];
}

function valuesOf(authority: string, asAt: string, choice: FixtureChoice): MeasureValue[] {
  const places = [{ breakdown: 'all' as const, group: 'all', share: 1 }, ...fixtureGroups];
  const values: MeasureValue[] = [];
  for (const measure of fixtureMeasures)
    for (const line of measure.lines)
      for (const period of measure.periods) {
        for (const day of asAtDates(asAt)) {
          if (period !== 'as_at' && day !== asAt && !isMonthEnd(day)) continue;
          for (const { breakdown, group, share } of places) {
            if (breakdown !== 'all' && day !== asAt && choice.history !== true) continue;
            const key = {
              authority,
              measure_id: measure.id,
              line: line.line,
              period,
              as_at_date: day,
              snapshot_date: asAt,
              breakdown,
              group,
              provisional: day > monthsBefore(asAt, 3),
            };
            values.push(
              ...lineValues(measure, line, key, share, choice.notAvailable?.includes(measure.id) === true),
            );
          }
        }
      }
  return values;
}

/** A whole edition of invented figures, the same for the same choice. */
export function fixtureEdition(choice: FixtureChoice = {}): Edition {
  const asAt = choice.asAt ?? '2026-06-30';
  const authorities = choice.authorities ?? ['hertfordshire'];
  const editionId = `board-${asAt}-5f3a9c1e`;
  const name = (code: string) =>
    code.replace(
      /(^|-)([a-z])/g,
      (_, gap: string, letter: string) => `${gap === '' ? '' : ' '}${letter.toUpperCase()}`,
    );
  const assurance = fixtureAssurance(authorities, asAt);
  const manifest: Manifest = {
    edition_id: editionId,
    audience: 'board',
    kind: 'working',
    title: 'Children’s Social Care Board: permanence',
    marking: 'OFFICIAL-SENSITIVE',
    as_at_date: asAt,
    authorities: authorities.map((authority) => ({
      authority,
      name: name(authority),
      procedure: 'hertfordshire',
      snapshot_id: `${authority}-${asAt}`,
      snapshot_date: asAt,
      snapshot_sha256: 'a3'.repeat(32),
    })),
    code_version: '0.1.0+f70a601',
    rules_version: '3b1f0c22',
    contract_version: '1',
    warehouse: 'warehouse/2026-06-30-5f3a9c1e.duckdb',
    rules_proposed: 28,
    rules_agreed: 3,
    few_denominator: 10,
    caution_denominator: 30,
    settings: fixtureSettings,
    checks: assurance.checks,
    files: {},
  };
  return {
    manifest,
    assurance,
    values: authorities.flatMap((authority) => valuesOf(authority, asAt, choice)),
    measures: fixtureMeasures.map((measure, position) => metaOf(measure, position + 1, authorities, choice)),
    groups: fixtureGroups.flatMap(({ share: _, ...label }) =>
      label.breakdown === 'team' ? authorities.map((authority) => ({ ...label, authority })) : [label],
    ),
  };
}
