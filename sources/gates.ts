import { caseSystems } from './adapters.ts';
import type { Extract, FileTally, Problem, QuarantinedRow } from './contract/extract.ts';
import { harmless } from './problems.ts';
import { entryOf } from './reading/entry.ts';
import type { LossLimits } from './snapshot-date.ts';

/** What is known of the snapshot before. */
export interface LastSnapshot {
  readonly files: readonly Pick<FileTally, 'recognised_as' | 'rows_accepted'>[];
  readonly children: number;
}

/** Checks that a person may let pass with a reason; nothing read is nothing to publish. */
export const acceptableChecks = [
  'rows_refused',
  'children_without_episode',
  'children_absent',
  'file_missing',
  'rows_fall',
  'children_fall',
] as const;

/**
 * Where so much was lost between the files and what was read of them that figures would mislead: each a problem of
 * severity `gate`, whose code is the name of the check. Causes stand before what follows from them.
 *
 * @param last null for the first extract of an authority
 */
export function lossGates(extract: Extract, last: LastSnapshot | null, limits: LossLimits): Problem[] {
  return [
    ...nothingRead(extract),
    ...rowsRefused(extract, limits),
    ...extract.problems.filter(({ severity }) => severity === 'gate'),
    ...childrenWithoutEpisode(extract, limits),
    ...(last === null
      ? []
      : [...fallenFiles(extract, last, limits), ...fewerChildren(extract, last, limits)]),
  ];
}

const gate = (
  code: string,
  file: string | null,
  column: string | null,
  count: number,
  sentence: string,
): Problem => ({ severity: 'gate', code, file, column, count, sentence });

/** Whether a part of a whole is a loss beyond a limit in percent. */
const beyond = (part: number, whole: number, percent: number, { gate_rows }: LossLimits): boolean =>
  part >= gate_rows && part * 100 > whole * percent;

const share = (part: number, whole: number): string => `${Math.round((100 * part) / whole)}%`;

function nothingRead({ rows }: Extract): Problem[] {
  if (rows.care_period.length > 0) return [];
  return [
    gate(
      'nothing_read',
      null,
      null,
      0,
      'No period of care was read from any file: there is nothing to publish.',
    ),
  ];
}

function rowsRefused({ files, quarantine }: Extract, limits: LossLimits): Problem[] {
  const byFile = new Map<string, QuarantinedRow[]>();
  for (const row of quarantine)
    if (!harmless.has(row.reason)) entryOf<string, QuarantinedRow[]>(byFile, row.file, () => []).push(row);
  const refused = files.flatMap((file) => {
    const lost = byFile.get(file.file) ?? [];
    const records = file.rows_accepted + lost.length;
    const all = lost.length > 0 && file.rows_accepted === 0;
    if (!all && !beyond(lost.length, records, limits.refused_rows_percent, limits)) return [];
    const { reason, column, advice, count } = commonest(lost);
    const sentence = `${file.file}${column === null ? '' : `, column ${column}`}: ${lost.length} of ${records} rows (${share(lost.length, records)}) were refused, ${count} of them as ${reason}. ${advice}`;
    return [
      {
        follows: reason === 'orphan_row',
        problem: gate('rows_refused', file.file, column, lost.length, sentence),
      },
    ];
  });
  return refused.sort((a, b) => Number(a.follows) - Number(b.follows)).map(({ problem }) => problem);
}

function commonest(rows: readonly QuarantinedRow[]): QuarantinedRow & { count: number } {
  const counts = new Map<string, QuarantinedRow & { count: number }>();
  for (const row of rows) {
    const key = `${row.reason}|${row.column}`;
    counts.set(key, { ...row, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].reduce((best, each) => (each.count > best.count ? each : best));
}

/** Where the list of children holds children in care alone, each has an episode. */
function childrenWithoutEpisode({ rows, files }: Extract, limits: LossLimits): Problem[] {
  const system = caseSystems.find(
    ({ needed, listsCareOnly }) => listsCareOnly && files.some((file) => file.recognised_as === needed[0]),
  );
  if (system === undefined) return [];
  const [list, episodes] = system.needed.map((name) =>
    files.filter((file) => file.recognised_as === name).map(({ file }) => file),
  );
  const withEpisode = new Set(rows.episode.map(({ child_id }) => child_id));
  const without = rows.child.filter(({ child_id }) => !withEpisode.has(child_id)).length;
  if (!beyond(without, rows.child.length, limits.without_episode_percent, limits)) return [];
  const sentence = `${without} of ${rows.child.length} children of ${list?.join(', ')} (header) are without an episode in ${episodes?.join(', ')}: the file is cut off, or of other children or another year.`;
  return [gate('children_without_episode', episodes?.[0] ?? null, null, without, sentence)];
}

function rowsByKind(files: LastSnapshot['files']): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { recognised_as, rows_accepted } of files)
    if (recognised_as !== null) rows.set(recognised_as, (rows.get(recognised_as) ?? 0) + rows_accepted);
  return rows;
}

function fallenFiles({ files }: Extract, last: LastSnapshot, limits: LossLimits): Problem[] {
  const now = rowsByKind(files);
  return [...rowsByKind(last.files)].flatMap(([kind, before]) => {
    const rows = now.get(kind) ?? 0;
    const there = files.find(({ recognised_as }) => recognised_as === kind)?.file ?? null;
    if (before > 0 && there === null)
      return [
        gate(
          'file_missing',
          null,
          null,
          before,
          `The last snapshot had ${before} rows of ${kind}, and no such file is there now.`,
        ),
      ];
    if (!beyond(before - rows, before, limits.fall_percent, limits)) return [];
    return [
      gate(
        'rows_fall',
        there,
        null,
        before - rows,
        `${there}: ${rows} rows of ${kind} were read where the last snapshot had ${before} (${share(before - rows, before)} fewer).`,
      ),
    ];
  });
}

function fewerChildren({ rows }: Extract, last: LastSnapshot, limits: LossLimits): Problem[] {
  const lost = last.children - rows.child.length;
  if (!beyond(lost, last.children, limits.fall_percent, limits)) return [];
  return [
    gate(
      'children_fall',
      null,
      null,
      lost,
      `${rows.child.length} children were read where the last snapshot had ${last.children} (${share(lost, last.children)} fewer).`,
    ),
  ];
}
