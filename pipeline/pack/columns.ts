/** The columns of a list's sheet: what each says, its rule, and which of them people fill in. */
import type { ListAnswer } from '../../sources/rules/tracking-contract.ts';
import type { ChildLine, LineFact, ListedChild, PackContent, PackList } from './content.ts';

/** A day as ISO text in a column of kind `day`, else text or a whole number. */
export type PackCell = string | number | null;

export interface PackColumn {
  readonly header: string;
  /** What it means and by which rule, for the note on its header. */
  readonly note: string;
  readonly kind: 'text' | 'day' | 'number';
  /** In characters. */
  readonly width: number;
  /** Null for what the program works out, which is locked. */
  readonly answer: ListAnswer | null;
  value(child: ListedChild): PackCell;
}

export const caseHeader = 'Case number';
export const referenceHeader = 'Reference (leave as it is)';
export const ratings = { RED: 'Red', AMBER: 'Amber', GREEN: 'Green' } as const;

interface AnswerColumn {
  readonly header: string;
  readonly kind: 'text' | 'day';
  readonly width: number;
  readonly note: string;
}

/** What people fill in; the words are those by which a returned workbook is read. */
export const answerColumns: Readonly<Record<ListAnswer, AnswerColumn>> = {
  manager_rag: {
    ...{ header: "Fill in: Manager's rating", kind: 'text', width: 11 },
    note: 'Your own rating of the case: Red, Amber or Green. It may differ from the rating worked out by the rules; the difference is itself a figure.',
  },
  officer_view: {
    ...{ header: "Fill in: Reviewing officer's view", kind: 'text', width: 12 },
    note: "The reviewing officer's own rating: Red, Amber or Green.",
  },
  barrier: {
    ...{ header: 'Fill in: Barrier', kind: 'text', width: 18 },
    note: 'What stands in the way of permanence most: choose one. It is counted by theme.',
  },
  doing: {
    ...{ header: 'Fill in: What we are doing', kind: 'text', width: 36 },
    note: 'In your own words. It stays in these workbooks and reaches no page, count or report. Do not write names.',
  },
  owner: {
    ...{ header: 'Fill in: Owner (role)', kind: 'text', width: 20 },
    note: 'The role that answers for the action, never the name of a person.',
  },
  by_when: {
    header: 'Fill in: By when',
    kind: 'day',
    width: 12,
    note: 'The day by which the action is to be done.',
  },
  done_on: { header: 'Fill in: Done on', kind: 'day', width: 12, note: 'The day on which it was done.' },
  discussed_on: {
    ...{ header: 'Fill in: Discussed on', kind: 'day', width: 12 },
    note: 'The day of the meeting that heard the child. Without it the child counts as not heard.',
  },
};

/** Answers by case number. */
export type Carried = ReadonlyMap<string, Partial<Readonly<Record<ListAnswer, string>>>>;

type Column = Omit<PackColumn, 'answer'>;
const column = (
  header: string,
  kind: Column['kind'],
  width: number,
  note: string,
  value: Column['value'],
): PackColumn => ({ header, kind, width, note, value, answer: null });

/** The columns of a list in the order in which they stand; the reference, which knows them all, comes last of all. */
export function columnsOf(
  list: PackList,
  content: PackContent,
  carried: Carried,
  changes: ReadonlyMap<string, string>,
): PackColumn[] {
  const nameOf = (line: string): string => content.lines.get(line)?.name ?? line;
  const fact = (name: string) => (child: ListedChild) => child.facts[name] as PackCell;
  const coded = (breakdown: string, name: string) => (child: ListedChild) =>
    inWords(content, breakdown, child.facts[name] as PackCell);
  return [
    column(
      caseHeader,
      'text',
      14,
      "The case system's number of the child. Never write a name here.",
      (child) => child.subject,
    ),
    column(
      'Since last time',
      'text',
      22,
      'New: was not on this list in the pack before. Newly overdue: fell due since then.',
      (child) => changes.get(child.subject) ?? '',
    ),
    column(
      'Rating by the rules',
      'text',
      11,
      'Red, Amber or Green, worked out from the lines that the child is on by the rules of case_ratings.csv. Limits that are only proposed do not count.',
      (child) => ratingOf(child.facts['rating'] as PackCell),
    ),
    column(
      'Why that rating',
      'text',
      34,
      'The line that makes the case that colour, the longest overdue first.',
      (child) => why(child, nameOf),
    ),
    column(
      'Due next',
      'text',
      30,
      'The step that falls due next, of all lines of the procedure.',
      (child) => next(child, nameOf)[0],
    ),
    column('Due by', 'day', 12, 'The last day in time for that step.', (child) => next(child, nameOf)[1]),
    column(
      'Overdue',
      'text',
      40,
      'What is overdue, the longest first. A limit that is only proposed is shown too.',
      (child) => overdueWords(child, content),
    ),
    column(
      'Longest overdue in days',
      'number',
      10,
      'Days past the day on which the longest overdue step was due.',
      (child) => longest(child),
    ),
    ...list.answers.map((answer) => ({
      ...answerColumns[answer],
      answer,
      value: (child: ListedChild) => carried.get(child.subject)?.[answer] ?? null,
    })),
    column(
      'Team',
      'text',
      24,
      'Team of the case worker.',
      (child) => content.teams.get(child.team) ?? child.team,
    ),
    ...(content.saysWorkers
      ? [
          column(
            'Who works with the child',
            'text',
            20,
            'By role, never by name: whoever is recorded with the child on the day. Empty: nobody is.',
            fact('workers'),
          ),
        ]
      : []),
    column(
      'Age band',
      'text',
      10,
      'Age band of the statutory return. Empty for a child who is not looked after.',
      coded('age_band', 'age_band'),
    ),
    column('In care since', 'day', 12, 'First day of this period of care.', fact('entry_date')),
    column(
      'Legal status',
      'text',
      22,
      'Legal status on the day of this list.',
      coded('legal_status', 'legal_status'),
    ),
    column(
      'Legal status since',
      'day',
      12,
      'First day of that legal status as it is recorded.',
      fact('legal_since'),
    ),
    column('Plan', 'text', 20, 'Current permanence plan.', coded('plan', 'plan')),
    column('Plan since', 'day', 12, 'First day of the unbroken spell of that plan.', fact('plan_since')),
    column('Placement', 'text', 22, 'Kind of placement lived in.', coded('placement_type', 'placement_type')),
    column('Placement since', 'day', 12, 'First day in the present home.', fact('placement_since')),
    ...list.steps.flatMap((line) => stepColumns(line, content)),
    column(
      'On these lines',
      'text',
      36,
      'Every line of the procedure on which the child is overdue or listed, and since when. The lines are explained on the sheet Read me.',
      (child) => openLines(child),
    ),
  ];
}

/** A step as two columns: the day it is due, and where it stands; a meeting or a report as the day of the next. */
function stepColumns(line: string, content: PackContent): PackColumn[] {
  const known = content.lines.get(line);
  if (known === undefined) return [];
  const { name, step, rule, isRegister } = known;
  if (isRegister) {
    const next = nextOf(known);
    const note = `${name}. The day by which it is to be again, the same for every child. ${rule}`;
    return next === null ? [] : [column(`${step}: next by`, 'day', 14, note, () => next)];
  }
  const of = (child: ListedChild) => child.lines.find((each) => each.line === line);
  return [
    column(
      `${step}: due`,
      'day',
      14,
      `${name}. Last day in time. ${rule}`,
      (child) => of(child)?.due ?? null,
    ),
    column(
      `${step}: stands`,
      'text',
      18,
      `${name}. Met, late, overdue, not yet due or listed. ${rule}`,
      (child) => stands(of(child)),
    ),
  ];
}

/** The day by which a meeting is to sit or a report to go out again; of several the first. */
export const nextOf = ({ kept }: LineFact): string | null =>
  kept.flatMap(({ next }) => next ?? []).sort()[0] ?? null;

const stands = (line: ChildLine | undefined): string =>
  line === undefined
    ? ''
    : line.done !== null && line.status !== 'overdue'
      ? `${line.status}, done ${short(line.done)}`
      : line.status;

const ratingOf = (value: PackCell): string => ratings[value as keyof typeof ratings] ?? '';

function inWords({ words }: PackContent, breakdown: string, code: PackCell): string {
  return code === null || code === undefined ? '' : (words.get(`${breakdown} ${code}`) ?? String(code));
}

const overdueOf = (child: ListedChild): ChildLine[] =>
  child.lines.filter(({ status }) => status === 'overdue').sort((a, b) => b.over - a.over);

export const longest = (child: ListedChild): number | null => overdueOf(child)[0]?.over ?? null;

const isOpen = ({ status }: ChildLine): boolean => status === 'overdue' || status === 'listed';
/** The lines on which the child is overdue or listed. */
export const openOf = (child: Pick<ListedChild, 'lines'>): string[] =>
  child.lines.filter(isOpen).map(({ line }) => line);

function why({ facts, lines }: ListedChild, nameOf: (line: string) => string): string {
  const by = facts['rated_by'];
  if (typeof by !== 'string')
    return facts['rating'] === 'GREEN' ? 'Nothing is overdue by a limit that is agreed' : '';
  const over = lines.find(({ line }) => line === by)?.over ?? 0;
  return `${nameOf(by)}: ${over} days over`;
}

function next(child: ListedChild, nameOf: (line: string) => string): [string, string | null] {
  const ahead = child.lines.filter(({ status, due }) => status === 'not yet due' && due !== null);
  const [first] = ahead.sort((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1));
  return first === undefined ? ['', null] : [nameOf(first.line), first.due];
}

const shownOverdue = 3;

/** What is overdue, the longest first; limits that nobody has agreed come after those that somebody has. */
export function overdueWords(child: ListedChild, { lines }: Pick<PackContent, 'lines'>): string {
  const isProposed = ({ line }: ChildLine): number => (lines.get(line)?.isProposed === true ? 1 : 0);
  const all = overdueOf(child).sort((a, b) => isProposed(a) - isProposed(b) || b.over - a.over);
  const rest = all.length - shownOverdue;
  const words = all
    .slice(0, shownOverdue)
    .map(
      (each) =>
        `${lines.get(each.line)?.name ?? each.line}: ${each.over} days${isProposed(each) ? ' (proposed limit)' : ''}`,
    );
  return [...words, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

const openLines = (child: ListedChild): string =>
  child.lines
    .filter(isOpen)
    .map(({ line, anchor }) => (anchor === null ? line : `${line} since ${short(anchor)}`))
    .join('; ');

/** 30/06/2026, as the sheets show days. */
export const short = (day: string): string => day.split('-').reverse().join('/');
