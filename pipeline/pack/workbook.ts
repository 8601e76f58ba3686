/** One recipient's workbook: Read me, Children, Gone, and the choices behind the drop-downs. The same input gives the same bytes. */
import { type CellStyle, type CellValue, type DataValidation, type WriteSheet, writeXlsx } from 'hucre/xlsx';
import { longDay } from '../../sources/days.ts';
import { columnName, headStyle, heights, landscape, wrapped } from '../spreadsheet.ts';
import {
  type Carried,
  columnsOf,
  longest,
  type PackCell,
  type PackColumn,
  ratings,
  referenceHeader,
} from './columns.ts';
import type { ListedChild, PackContent, PackList } from './content.ts';
import { choicesSheet, goneSheet, marking, type Recipient, readMe } from './plain-sheets.ts';
import { referenceText } from './reference.ts';

const openStyle: CellStyle = {
  ...wrapped,
  protection: { locked: false },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFF8E1' } },
};
const dayFormat = 'd mmm yyyy';

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
    // Excel repairs a workbook in which the title of a message is longer than 32 characters
    const errorTitle = header.replace('Fill in: ', '').slice(0, 32);
    const told = { allowBlank: true, showErrorMessage: true, errorTitle, range } as const;
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
