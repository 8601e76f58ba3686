/** The sheets around the children's: Read me, Gone, and the choices behind the drop-downs. */
import type { CellValue, WriteSheet } from 'hucre/xlsx';
import { longDay } from '../../sources/days.ts';
import { dataSheet } from '../spreadsheet.ts';
import type { Gone } from './changes.ts';
import { nextOf, openOf, ratings, short } from './columns.ts';
import type { LineFact, ListedChild, PackContent, PackList } from './content.ts';

/** Whom one workbook is for, and what it holds. */
export interface Recipient {
  /** A team, a service, or the authority. */
  readonly key: string;
  readonly name: string;
  readonly list: PackList;
  readonly children: readonly ListedChild[];
  readonly gone: readonly Gone[];
  readonly withheld: number;
  readonly adopted: number;
  /** Day of the pack before; null for a first one. */
  readonly since: string | null;
  /** Where the site shows how this team or service stands beside the rest; null for the authority as a whole. */
  readonly page: string | null;
}

export const marking =
  'OFFICIAL-SENSITIVE: information about children. For the person named here and nobody else.';

export function goneSheet({ gone, since }: Recipient): WriteSheet {
  const header = ['Case number', 'Why it is no longer on this list'];
  const none =
    since === null
      ? 'This is the first pack: nothing to compare with'
      : `Nobody has left since ${short(since)}`;
  const rows = gone.length === 0 ? [[none, null]] : gone.map(({ subject, why }) => [subject, why]);
  return plainSheet('Gone', header, rows, [24, 80]);
}

export function choicesSheet({ choices }: PackContent): WriteSheet {
  const lists = [Object.values(ratings), [...choices.barrier.values()], [...choices.manager_role.values()]];
  const length = Math.max(...lists.map((each) => each.length));
  const rows = Array.from({ length }, (_, at) => lists.map((each) => each[at] ?? null));
  return plainSheet('Choices', ['Ratings', 'Barriers', 'Roles'], rows, [14, 30, 40]);
}

const plainSheet = (name: string, header: string[], rows: CellValue[][], widths: number[]): WriteSheet => ({
  // a table's name holds no blank
  ...dataSheet({
    name,
    tableName: name.replace(' ', '_'),
    header,
    rows,
    widths,
    marking: 'OFFICIAL-SENSITIVE',
  }),
  protection: { sheet: true, autoFilter: true },
});

export function readMe(
  { list, name, children, withheld, adopted, since, page: onSite }: Recipient,
  content: PackContent,
): WriteSheet {
  const isOne = list.oneForEach === 'authority';
  const facts: [string, CellValue][] = [
    ['What this is', list.name],
    [
      'For',
      isOne
        ? `${list.recipient}, ${content.authorityName}`
        : `${name}, ${content.authorityName} (${list.recipient})`,
    ],
    ['How often', often[list.frequency] ?? 'with each pack'],
    ['As at', longDay(content.asAt)],
    ['Marking', marking],
    ['Children listed', String(children.length)],
    ['Withheld: restricted records, counted and not listed', String(withheld)],
    ...(adopted > 0
      ? ([['Adopted by order: counted by the lines, in no pack', String(adopted)]] as [string, CellValue][])
      : []),
    ...(onSite === null ? [] : ([['How you stand beside the rest', onSite]] as [string, CellValue][])),
    ['Compared with the pack of', since === null ? 'none: this is the first' : longDay(since)],
    [
      'How to fill it in',
      'On the sheet Children, the columns whose headers begin with "Fill in". What was written before stands there already.',
    ],
    [
      'How to send it back',
      'Save it under any name and put it into the folder that your performance team has named. Do not send it by e-mail.',
    ],
    [
      'To sort',
      'Filters work as it is. To sort, take the protection away first (Review, Unprotect Sheet); there is no password.',
    ],
    ['Who to ask', 'The performance team of your authority.'],
    ['Where the list comes from', list.source],
  ];
  const counted = [...new Set([...list.members, ...list.steps])].flatMap((line): [string, CellValue][] =>
    lineRow(line, children, content),
  );
  return plainSheet('Read me', ['Subject', 'What it says'], [...facts, ...counted], [46, 100]);
}

const often: Readonly<Record<string, string>> = {
  ...{ weekly: 'every week', fortnightly: 'every two weeks', three_weekly: 'every three weeks' },
  ...{ four_weekly: 'every four weeks', monthly: 'with the first pack of a month' },
  ...{ quarterly: 'with the first pack of a quarter', yearly: 'with the first pack of a year' },
};

/** A line of the list in figures: as many as the edition has of the authority, and as many as stand here. */
function lineRow(
  line: string,
  children: readonly ListedChild[],
  { lines, counts }: PackContent,
): [string, CellValue][] {
  const fact = lines.get(line);
  if (fact === undefined) return [];
  if (fact.isRegister || !fact.available)
    return [
      [
        fact.name,
        fact.available
          ? `A meeting or a report, not a list of children. ${keptWords(fact)}${fact.rule}`
          : `Not available from this authority's files. ${fact.rule}`,
      ],
    ];
  const here = children.filter((child) => openOf(child).includes(line)).length;
  const all = counts.get(line)?.open ?? 0;
  return [
    [
      fact.name,
      `${here} overdue or listed here, ${all} in the whole authority as the edition has it. ${fact.rule}`,
    ],
  ];
}

function keptWords(fact: LineFact): string {
  const last = fact.kept
    .map((each) => each.last)
    .sort()
    .at(-1);
  const next = nextOf(fact);
  if (last === undefined) return 'None is on file yet. ';
  return `Last on ${short(last)}${next === null ? '' : `; the next by ${short(next)}`}. `;
}
