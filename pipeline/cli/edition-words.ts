/** Editions and their differences as lines to print. */
import type { EditionDifference, WordDifference } from '../sealing/difference.ts';
import type { ShelvedEdition } from '../sealing/shelf.ts';
import { table } from './text-table.ts';

/** One row per edition. */
export function listLines(editions: readonly ShelvedEdition[]): string[] {
  if (editions.length === 0) return ['There is no edition yet. Make one with `tracker run`.'];
  const rows = editions.map((edition) => [
    edition.manifest.edition_id,
    edition.unfinished ? 'unfinished' : edition.manifest.kind,
    edition.manifest.as_at_date,
    edition.manifest.meeting_date ?? '',
    edition.live ? 'live' : '',
    edition.withdrawn?.withdrawn_on ?? '',
  ]);
  return table(['edition', 'kind', 'as at', 'meeting', 'live', 'withdrawn'], rows);
}

/** What there is to say of one edition; of a withdrawal, not the reason. */
export function showLines(edition: ShelvedEdition, changed: readonly string[]): string[] {
  const { manifest, withdrawn } = edition;
  const failed = manifest.checks.filter((check) => check.result === 'fail');
  const kind = edition.unfinished ? 'unfinished sealing: seal again to complete it' : manifest.kind;
  return [
    manifest.edition_id,
    `  kind        ${kind}${edition.live ? ', live' : ''}`,
    `  as at       ${manifest.as_at_date}`,
    ...(manifest.meeting_date === undefined ? [] : [`  meeting     ${manifest.meeting_date}`]),
    ...(manifest.sealed_from === undefined ? [] : [`  sealed from ${manifest.sealed_from}`]),
    ...(withdrawn === null ? [] : [`  withdrawn   ${withdrawn.withdrawn_on}; ask: ${withdrawn.by_role}`]),
    ...manifest.authorities.map((each) => `  snapshot    ${each.snapshot_id}`),
    `  rules       ${manifest.rules_version}, ${manifest.rules_agreed} agreed, ${manifest.rules_proposed} proposed`,
    `  program     ${manifest.code_version}`,
    `  checks      ${manifest.checks.length - failed.length} passed, ${failed.length} warned`,
    ...(manifest.waivers ?? []).map(
      (each) =>
        `  waived      ${each.authority} ${each.measure_id} ${each.line}, ${each.by_role}: ${each.because}`,
    ),
    changed.length === 0
      ? `  bytes       as they were made (${Object.keys(manifest.files).length} files)`
      : `  bytes       CHANGED: ${changed.join(', ')}`,
  ];
}

/** What two editions say differently. */
export function differenceLines(found: EditionDifference): string[] {
  const rows = found.differences.map((each) => [
    each.authority,
    each.measure_id,
    each.line,
    `${each.statistic} ${each.period}`,
    each.as_at_date,
    each.a ?? 'none',
    each.b ?? 'none',
  ]);
  return [
    rows.length === 0
      ? 'Totals: no difference on days that both describe.'
      : `Totals that differ: ${rows.length}`,
    ...(rows.length === 0
      ? []
      : table(['authority', 'measure', 'line', 'statistic', 'as at', 'a', 'b'], rows)),
    ...days('Days that only a describes', found.onlyA),
    ...days('Days that only b describes', found.onlyB),
    ...words('Rules', found.rules),
    ...words('Availability', found.availability),
  ];
}

const days = (title: string, list: readonly string[]): string[] =>
  list.length === 0 ? [] : [`${title}: ${list.join(', ')}`];

function words(title: string, found: readonly WordDifference[]): string[] {
  if (found.length === 0) return [`${title}: no difference.`];
  return [
    `${title} that differ: ${found.length}`,
    ...found.flatMap((each) => [
      `  ${each.authority} ${each.measure_id}, ${each.what}`,
      `    a: ${each.a ?? 'none'}`,
      `    b: ${each.b ?? 'none'}`,
    ]),
  ];
}
