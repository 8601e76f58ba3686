/** The end of a run in words that a person can act on. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, type MeasureMeta, manifest, valuesName } from '../edition/format.ts';
import { dataFolders } from '../folders.ts';
import type { RunReport } from '../run/report.ts';

export interface Summary {
  readonly result: readonly string[];
  readonly faults: readonly string[];
}

const shownReasons = 4;
const number = (n: number): string => String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
const plural = (n: number, one: string, many = `${one}s`): string => `${number(n)} ${n === 1 ? one : many}`;
const label = (name: string, text: string): string => `  ${name.padEnd(11)} ${text}`;

/** What to print after a run. */
export function summarise(report: RunReport, data: string): Summary {
  if (report.outcome === 'failed') return { result: [], faults: failure(report, data) };
  if (report.outcome === 'nothing_new')
    return {
      result: [
        `Nothing new: ${report.edition_id} is live and made from these very files, rules and program.`,
        ...leftOut(report),
        ...notices(report),
      ],
      faults: [],
    };
  return { result: published(report, data), faults: [] };
}

function failure(report: RunReport, data: string): string[] {
  const { error } = report;
  return [
    `error: ${error?.message ?? 'the run failed'} [${error?.code ?? 'unexpected'}]`,
    error?.advice ?? '',
    ...leftOut(report),
    ...rows(report),
    label('Report', join(dataFolders(data).runs, report.run_id, 'report.json')),
  ].filter((line) => line !== '');
}

function published(report: RunReport, data: string): string[] {
  const folders = dataFolders(data);
  const seconds = report.phases.reduce((sum, phase) => sum + phase.milliseconds, 0) / 1000;
  const editionFolder = join(folders.editions, report.edition_id ?? '');
  return [
    `Published ${report.edition_id} in ${seconds.toFixed(1)} s.`,
    ...leftOut(report),
    label('Site', join(folders.published, 'index.html')),
    label('Figures', `${join(editionFolder, 'data', valuesName)}; tracker values writes them as CSV`),
    ...rows(report),
    ...checks(report),
    ...papers(report),
    ...notices(report),
    ...attention(report, editionFolder),
    label('Report', join(folders.runs, report.run_id, 'report.json')),
    label('Next', 'tracker serve, to read the site; tracker worklist, for the children behind a figure'),
  ];
}

function rows(report: RunReport): string[] {
  if (report.files.length === 0) return [];
  const sum = (column: 'rows_read' | 'rows_accepted' | 'rows_quarantined'): number =>
    report.files.reduce((total, file) => total + file[column], 0);
  const lines = [
    label(
      'Rows',
      `${number(sum('rows_read'))} read = ${number(sum('rows_accepted'))} accepted + ${number(sum('rows_quarantined'))} quarantined`,
    ),
  ];
  const reasons = report.quarantine
    .slice(0, shownReasons)
    .map(({ reason, rows: n }) => `${reason} ${number(n)}`);
  if (reasons.length > 0) lines.push(label('', `most often: ${reasons.join(', ')}`));
  for (const list of new Set(report.quarantine.map((row) => row.list)))
    lines.push(label('', `each row with what to do: ${list}`));
  const unknown = report.files.filter((file) => file.recognised_as === null);
  if (unknown.length > 0)
    lines.push(label('', `not recognised: ${unknown.map((file) => file.file).join(', ')}`));
  return lines;
}

function checks(report: RunReport): string[] {
  if (report.checks.length === 0) return [];
  const failed = report.checks.filter((check) => check.result === 'fail');
  const passed = report.checks.length - failed.length;
  return [
    label(
      'Checks',
      `${number(passed)} passed${failed.length > 0 ? `, ${plural(failed.length, 'warning')}` : ''}`,
    ),
    ...failed.map((check) => label('', `${check.meaning} (${plural(check.rows, 'row')}, ${check.check})`)),
  ];
}

/** Authorities of a region that the edition is made without. */
const leftOut = (report: RunReport): string[] =>
  report.left_out.flatMap(({ name, message, advice, code }) => [
    label('Left out', `${name}: ${message} [${code}]`),
    label('', advice),
  ]);

const notices = (report: RunReport): string[] => report.notices.map((line) => label('Attention', line));

/** Drafts for other audiences: which, and how much of each is hidden; or why one could not be made. */
const papers = (report: RunReport): string[] =>
  report.papers.flatMap(({ audience, authority, edition_id, hidden, left_out, notes, gates, error }) =>
    error === null
      ? [
          label(
            'Draft',
            `${audience} of ${authority}: ${edition_id} (${hidden?.share_percent ?? 0}% hidden); ${gates.length === 0 ? 'it can be sealed' : 'IT CANNOT BE SEALED as it stands'}`,
          ),
          ...gates.map((line) => label('', line)),
          ...(gates.length === 0
            ? []
            : [label('', 'An earlier paper may give it away: tracker panel withdraw takes one back.')]),
          ...left_out.map((line) => label('', `text left out: ${line}`)),
          ...(notes.length === 0
            ? []
            : [label('', `${plural(notes.length, 'note')} on tables, corrections and texts: report.json`)]),
        ]
      : [
          label('No draft', `${audience} of ${authority}: ${error.message} [${error.code}]`),
          label('', error.advice),
        ],
  );

function attention(report: RunReport, editionFolder: string): string[] {
  if (!existsSync(join(editionFolder, 'manifest.json'))) return [];
  const read = (path: string): unknown => JSON.parse(readFileSync(join(editionFolder, path), 'utf8'));
  const edition: Manifest = manifest.parse(read('manifest.json'));
  const measures = read(join('data', 'measures.json')) as MeasureMeta[];
  const lines: string[] = [];
  if (edition.rules_proposed > 0)
    lines.push(
      label(
        'Attention',
        `${plural(edition.rules_proposed, 'rating rule')} proposed and not yet agreed by the authority`,
      ),
    );
  for (const authority of report.authorities) {
    const red = report.red
      .filter((line) => line.authority === authority)
      .map(({ measure_id, line }) => (line === 'main' ? measure_id : `${measure_id} ${line}`));
    if (red.length > 0) lines.push(label('Attention', `${authority}: Red: ${red.join(', ')}`));
    const states = measures.flatMap((measure) => {
      const main = measure.availability.find((line) => line.authority === authority && line.line === 'main');
      return main === undefined || main.state === 'available'
        ? []
        : [{ id: measure.measure_id, state: main.state }];
    });
    const named = (state: string): string =>
      states
        .filter((each) => each.state === state)
        .map((each) => each.id)
        .join(', ');
    if (named('not available') !== '')
      lines.push(
        label('Attention', `${authority}: not available from this source: ${named('not available')}`),
      );
    if (named('proxy') !== '')
      lines.push(label('Attention', `${authority}: by a stand-in only: ${named('proxy')}`));
  }
  return lines;
}
