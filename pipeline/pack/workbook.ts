/** One recipient's workbook: Read me, Children, Gone, and the choices behind the drop-downs. The same input gives the same bytes. */
import { type CellStyle, type CellValue, type DataValidation, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { longDay } from '../../sources/days.ts';
import { columnName, dataSheet, headStyle, heights, landscape, wrapped } from '../spreadsheet.ts';
import type { Gone } from './changes.ts';
import {
  type Carried,
  columnsOf,
  longest,
  openOf,
  type PackCell,
  type PackColumn,
  ratings,
  referenceHeader,
  short,
} from './columns.ts';
import type { ListedChild, PackContent, PackList } from './content.ts';
import { referenceText } from './reference.ts';

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

const openStyle: CellStyle = {
  ...wrapped,
  protection: { locked: false },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF8E1' } },
};
const dayFormat = 'd mmm yyyy';
const marking = 'OFFICIAL-SENSITIVE: information about children. For the person named here and nobody else.';

/** The bytes of the workbook. */
export async function workbookOf(
  recipient: Recipient,
  content: PackContent,
  carried: Carried,
  changes: ReadonlyMap<string, string>,
): Promise<Uint8Array> {
  const { list } = recipient;
  const columns = columnsOf(list, content, carried, changes);
  const made = new Date(`${content.asAt}T00:00:00Z`);
  return writeXlsx({
    sheets: [
      readMe(recipient, content),
      childrenSheet(recipient, content, columns),
      goneSheet(recipient),
      choicesSheet(content),
    ],
    activeSheet: 1,
    defaultFont: { name: 'Arial', size: 11 },
    properties: {
      title: `${list.name}: ${recipient.name}, ${longDay(content.asAt)}`,
      description: marking,
      creator: 'Permanence Tracker',
      created: made,
      modified: made,
    },
  });
}

const inOrder = (list: PackList, children: readonly ListedChild[]): ListedChild[] => {
  const due = (child: ListedChild): string =>
    child.lines
      .flatMap(({ status, due: day }) => (status === 'not yet due' && day !== null ? [day] : []))
      .sort()[0] ?? '9';
  const key = (child: ListedChild): string =>
    list.order === 'due'
      ? due(child)
      : list.order === 'longest'
        ? String(99_999 - (longest(child) ?? 0))
        : '';
  return [...children].sort((a, b) => (`${key(a)} ${a.subject}` < `${key(b)} ${b.subject}` ? -1 : 1));
};

function childrenSheet(
  { list, children }: Recipient,
  content: PackContent,
  columns: readonly PackColumn[],
): WriteSheet {
  const header = [...columns.map((each) => each.header), referenceHeader];
  const rows: CellValue[][] = inOrder(list, children).map((child) => {
    const cells = columns.map((each) => shown(each, each.value(child), content));
    const place = { authority: content.authority, list: list.id, asAt: content.asAt, subject: child.subject };
    return [
      ...columns.map((each, at) => cellOf(each, cells[at] ?? null)),
      referenceText(place, columns, cells),
    ];
  });
  const last = Math.max(rows.length, 1);
  return {
    name: 'Children',
    columns: [
      ...columns.map(({ width, kind, answer }) => ({
        width,
        style: {
          ...(answer === null ? wrapped : openStyle),
          ...(kind === 'day' ? { numFmt: dayFormat } : {}),
        },
      })),
      { width: 14, style: { alignment: { horizontal: 'fill', vertical: 'top' } } },
    ],
    // a table needs a row
    rows: [header, ...(rows.length === 0 ? [header.map(() => null)] : rows)],
    cells: headCells(header, columns),
    rowDefs: heights(
      [header, ...rows.map((row) => row.slice(0, -1))],
      columns.map(({ width }) => width),
    ),
    tables: [
      {
        name: 'Children',
        range: `A1:${columnName(header.length - 1)}${last + 1}`,
        columns: header.map((name) => ({ name })),
        style: 'TableStyleLight1',
      },
    ],
    freezePane: { rows: 1, columns: 1 },
    // filters and widths stay usable; there is no password, so that the sheet can be sorted once it is unprotected
    protection: { sheet: true, autoFilter: true, sort: true, formatColumns: true, formatRows: true },
    dataValidations: validations(columns, content, last),
    // printed, the sheet ends with what is filled in: the rest is for the screen
    pageSetup: {
      ...landscape,
      printArea: `$A$1:$${columnName(
        Math.max(
          7,
          columns.findLastIndex(({ answer }) => answer !== null),
        ),
      )}$${last + 1}`,
    },
    headerFooter: { oddHeader: '&COFFICIAL-SENSITIVE', oddFooter: '&CPage &P of &N' },
    a11y: {
      summary:
        'One row for each child, by case number; columns whose headers begin with Fill in are for you.',
      headerRow: 0,
    },
  };
}

/** The header's cells, each with what its column means. */
const headCells = (header: readonly string[], columns: readonly PackColumn[]) =>
  new Map(
    header.map((value, at) => [
      `0,${at}`,
      {
        value,
        type: 'string' as const,
        style: headStyle,
        comment: {
          author: 'Permanence Tracker',
          text: `${columns[at]?.note ?? 'By this the program knows the row when the workbook comes back.'}`,
        },
      },
    ]),
  );

/** The value of a cell in words that people choose from; days stay ISO text. */
function shown({ answer }: PackColumn, value: PackCell, { choices }: PackContent): PackCell {
  const code = String(value);
  if (answer === 'manager_rag' || answer === 'officer_view')
    return ratings[code as keyof typeof ratings] ?? value;
  if (answer === 'barrier') return choices.barrier.get(code) ?? value;
  return answer === 'owner' ? (choices.manager_role.get(code) ?? value) : value;
}

function cellOf({ kind }: PackColumn, value: PackCell): CellValue {
  if (value === null || value === '') return null;
  return kind === 'day' ? new Date(`${value}T00:00:00Z`) : value;
}

function validations(columns: readonly PackColumn[], content: PackContent, last: number): DataValidation[] {
  const listOf: Readonly<Record<string, string>> = {
    manager_rag: '$A$2:$A$4',
    officer_view: '$A$2:$A$4',
    barrier: `$B$2:$B$${content.choices.barrier.size + 1}`,
    owner: `$C$2:$C$${content.choices.manager_role.size + 1}`,
  };
  return columns.flatMap(({ answer, kind, header }, at): DataValidation[] => {
    if (answer === null || answer === 'doing') return [];
    const range = `${columnName(at)}2:${columnName(at)}${last + 1}`;
    const told = { allowBlank: true, showErrorMessage: true, errorTitle: header, range } as const;
    return kind === 'day'
      ? [
          {
            ...told,
            type: 'date',
            operator: 'between',
            formula1: '36526',
            formula2: '73050',
            errorMessage: 'Write a day such as 30 Jun 2026.',
          },
        ]
      : [
          {
            ...told,
            type: 'list',
            formula1: `Choices!${listOf[answer] ?? ''}`,
            errorMessage: 'Choose one of the list; the choices are on the sheet Choices.',
          },
        ];
  });
}

function goneSheet({ gone, since }: Recipient): WriteSheet {
  const header = ['Case number', 'Why it is no longer on this list'];
  const none =
    since === null
      ? 'This is the first pack: nothing to compare with'
      : `Nobody has left since ${short(since)}`;
  const rows = gone.length === 0 ? [[none, null]] : gone.map(({ subject, why }) => [subject, why]);
  return plainSheet('Gone', header, rows, [24, 80]);
}

function choicesSheet({ choices }: PackContent): WriteSheet {
  const lists = [Object.values(ratings), [...choices.barrier.values()], [...choices.manager_role.values()]];
  const length = Math.max(...lists.map((each) => each.length));
  const rows = Array.from({ length }, (_, at) => lists.map((each) => each[at] ?? null));
  return plainSheet('Choices', ['Ratings', 'Barriers', 'Roles'], rows, [14, 30, 40]);
}

const plainSheet = (name: string, header: string[], rows: CellValue[][], widths: number[]): WriteSheet => ({
  ...dataSheet({ name, header, rows, widths, marking: 'OFFICIAL-SENSITIVE' }),
  protection: { sheet: true, autoFilter: true },
});

function readMe(
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
    ['How often', list.frequency === '' ? 'every week' : list.frequency],
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
          ? `A meeting or a report, not a list of children. ${fact.rule}`
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
