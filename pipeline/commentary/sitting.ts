/** What `tracker commentary new --due` writes: every line that is due, by name, with its figures, to be filled in at one sitting. */
import { type CellStyle, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { actionStates, requiredKeys } from '../../sources/commentary/contract.ts';
import {
  answerKeys,
  headerOf,
  lineHeader,
  linesSheet,
  sharedKeys,
} from '../../sources/commentary/sitting.ts';
import { longDay } from '../../sources/days.ts';
import type { CommentaryDue } from '../edition/commentary-format.ts';
import { columnName, dataSheet } from '../spreadsheet.ts';
import { figureLines, hints, type LineFigures, lineName } from './scaffold.ts';

/** A line that is due, with what the edition says of it. */
export interface DueFigures {
  readonly due: Pick<CommentaryDue, 'because' | 'state'>;
  readonly figures: LineFigures;
}

/** The day and the lines of a sitting. */
export interface Sitting {
  readonly asAt: string;
  readonly authorityName: string;
  readonly lines: readonly DueFigures[];
}

const nameOf = ({ figures: { key } }: DueFigures): string => `${key.measure_id}/${key.line}`;
const wantedBecause = ({ due }: DueFigures): string =>
  `${due.because}${due.state === 'expired' ? '; what was said of it has expired' : ''}`;

/** Names of the two files, of which one is filled in. */
export const sittingFiles = (asAt: string): { readonly text: string; readonly book: string } => ({
  text: `${asAt}-due.md`,
  book: `${asAt}-due.xlsx`,
});

/** The text of the Markdown file. */
export function sittingText(sitting: Sitting): string {
  const shared = (key: (typeof sharedKeys)[number]): string =>
    `${key}: ${key === 'as_at' ? sitting.asAt : `# ${hints[key]}`}`;
  return [
    '---',
    `# ${sitting.authorityName}: the ${sitting.lines.length} lines of ${longDay(sitting.asAt)} of which something must be said.`,
    `# Under each line fill in ${requiredKeys.join(', ')}; the rest may stay empty. A line that stays empty stays due.`,
    '# These four hold for all of them; a line may say its own.',
    ...sharedKeys.map(shared),
    '---',
    ...sitting.lines.flatMap(linePart),
    '',
  ].join('\n');
}

const linePart = (line: DueFigures): string[] => [
  '',
  `## ${nameOf(line)} ${lineName(line.figures)}`,
  '',
  `> Due because: ${wantedBecause(line)}.`,
  ...figureLines(line.figures).map((text) => `> ${text}`),
  '',
  ...answerKeys.map((key) => `${key}:${key === 'owner_role' ? ` ${line.figures.role}`.trimEnd() : ''}`),
];

/** The bytes of the workbook: the same lines, a row each. */
export function sittingBook(sitting: Sitting): Promise<Uint8Array> {
  const made = new Date(`${sitting.asAt}T00:00:00Z`);
  return writeXlsx({
    sheets: [readMe(sitting), linesOf(sitting)],
    activeSheet: 1,
    defaultFont: { name: 'Arial', size: 11 },
    properties: {
      title: `Commentary due: ${sitting.authorityName}, ${longDay(sitting.asAt)}`,
      description: 'Lines of which something must be said before an edition can be sealed, to be filled in.',
      creator: 'Permanence Tracker',
      created: made,
      modified: made,
    },
  });
}

const marking = 'OFFICIAL-SENSITIVE';

const readMe = ({ asAt, authorityName, lines }: Sitting): WriteSheet =>
  dataSheet({
    name: 'Read me',
    tableName: 'Read_me',
    header: ['Subject', 'What it says'],
    rows: [
      ['What this is', `${authorityName}: ${lines.length} lines of ${longDay(asAt)} that need commentary.`],
      [
        'What to do',
        `On the sheet Lines, fill in ${requiredKeys.map(headerOf).join(', ')}. The rest may stay empty.`,
      ],
      ['Where to put it', 'Save it in the folder of commentaries, as .xlsx; rename it as you like.'],
      ['To check it', 'tracker commentary check'],
      ['A line left empty', 'stays due.'],
      ['Children', 'Nothing may say who a child is: no name, no case number, no date of birth.'],
      ...Object.entries(hints).map(([key, hint]) => [headerOf(key), hint]),
    ],
    widths: [24, 90],
    marking,
  });

const isDayKey = (key: string): boolean => /^(?:as_at|by_when|expires_on|approved_on)$/.test(key);
const openStyle: CellStyle = { fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF8E1' } } };
const given = [lineHeader, 'Name', 'Due because', 'Figures'];

function linesOf({ asAt, lines }: Sitting): WriteSheet {
  const keys = [...answerKeys, ...sharedKeys];
  const rows = lines.map((line) => [
    nameOf(line),
    lineName(line.figures),
    wantedBecause(line),
    figureLines(line.figures).slice(1).join('\n'),
    ...keys.map((key) => {
      if (key === 'as_at') return new Date(`${asAt}T00:00:00Z`);
      return key === 'owner_role' ? line.figures.role || null : null;
    }),
  ]);
  const status = columnName(given.length + keys.indexOf('status'));
  return {
    ...dataSheet({
      name: linesSheet,
      header: [...given, ...keys.map(headerOf)],
      rows,
      widths: [16, 32, 16, 60, ...keys.map((key) => (/^(why|action|what|effect)/.test(key) ? 40 : 18))],
      styles: new Map(
        keys.map((key, at) => [
          given.length + at,
          { ...openStyle, numFmt: isDayKey(key) ? 'yyyy-mm-dd' : '@' },
        ]),
      ),
      marking,
      summary: 'One row for each line that is due; the columns after Figures are filled in.',
    }),
    dataValidations: [
      {
        type: 'list',
        values: [...actionStates],
        range: `${status}2:${status}${rows.length + 1}`,
        allowBlank: true,
        showErrorMessage: true,
        errorMessage: `Choose ${actionStates.join(', ')}, or leave it empty.`,
      },
    ],
  };
}
