/**
 * An attacker who has nothing but the published figures.csv of successive papers and the plain meaning of the measures:
 * every printed cell and every definition becomes a row of a linear program, and each count kept back is bounded.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import highs, { type Highs } from 'highs';

interface Printed {
  readonly [column: string]: string;
}
interface Guess {
  readonly what: string;
  readonly low: number;
  readonly high: number;
}
interface Row {
  readonly terms: ReadonlyMap<string, number>;
  readonly low: number;
  readonly high: number;
}

function cellsOf(line: string): string[] {
  return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/gu)].map(([, cell = '']) =>
    cell.replace(/^"|"$/gu, ''),
  );
}

/** Every row of every paper below a folder, oldest paper first. */
export function papersIn(folder: string): Printed[][] {
  return readdirSync(folder)
    .filter((paper) => existsSync(join(folder, paper, 'data/figures.csv')))
    .toSorted()
    .map((paper) => {
      const [head = '', ...lines] = readFileSync(join(folder, paper, 'data/figures.csv'), 'utf8')
        .trim()
        .split('\n');
      const names = cellsOf(head);
      return lines.map((line) =>
        Object.fromEntries(cellsOf(line).map((cell, at) => [names[at] ?? '', cell])),
      );
    });
}

/** Lines of which the whole is all children in care, all who left, or another line's children. */
const wholes: Readonly<Record<string, string>> = {
  'B11.main': 'B7.main:n',
  'B15.main': 'B7.main:n',
  'B16.main': 'B7.main:n',
  'B17.main': 'B7.main:n',
  'B19.main': 'B7.main:n',
  'B27.main': 'B7.main:n',
  'B51.main': 'B7.main:n',
  'T1.main': 'B7.main:n',
  'B18.main': 'B7.main:n',
  'B18.under_16_supported': 'B7.main:n',
  'B25.main': 'B10.main:n',
  'B29.main': 'B10.main:n',
  'B44.main': 'B10.main:n',
  'B28.main': 'B10.main:n',
  'B40.main': 'B10.main:n',
  'B33.main': 'B28.main:n',
  'B3.main': 'B4.main:d',
  'B59.main': 'B58.main:d',
  'T7.unmatched': 'B58.main:d',
  'B34.main': 'PO:d',
  'T3.main': 'PO:d',
};
/** Who is counted in the first is counted in the second. */
const within = [
  ['T2.main:n', 'B27.main:n'],
  ['T3.main:n', 'B27.main:n'],
  ['T7.unmatched:n', 'B27.main:n'],
  ['T7.unmatched:n', 'B59.main:n'],
  ['B17.main:n', 'B16.main:n'],
  ['B28.main:n', 'B25.main:n'],
  ['B33.main:n', 'B28.main:n'],
  ['B15.main:n', 'B14.main:d'],
  ['PO:d', 'B7.main:n'],
  ['B58.main:d', 'B7.main:n'],
] as const;

function quarterOf(day: string): number {
  return Number(day.slice(0, 4)) * 4 + Math.floor((Number(day.slice(5, 7)) - 1) / 3);
}

/** The program of a council's papers: its counts are named LINE:n|d@FROM..TO#GROUP, quarters counted from the year 0. */
function programOf(papers: readonly (readonly Printed[])[]) {
  const rows: Row[] = [];
  const shown = new Map<string, string>();
  const kinds = new Map<string, string>();
  const all = new Set<string>();
  const rests = new Map<string, string>();
  const said = new Set<string>();
  const say = (low: number, high: number, ...terms: (readonly [string, number])[]) => {
    const sum = new Map<string, number>();
    for (const [name, by] of terms) sum.set(name, (sum.get(name) ?? 0) + by);
    for (const name of sum.keys()) all.add(name);
    const same = JSON.stringify([low, high, ...sum]);
    if (said.has(same)) return;
    said.add(same);
    rows.push({ terms: sum, low, high });
  };
  const place = (row: Printed) => {
    const to = quarterOf(row['to_date'] ?? '');
    const from = row['from_date'] ? quarterOf(row['from_date']) : to;
    return `${row['from_date'] ? from : 's'}..${to}#${row['breakdown'] === 'all' ? '' : `${row['breakdown']}.${row['group']}`}`;
  };
  const whole = (line: string) => wholes[line] ?? `${line}:d`;
  const tables = new Map<string, Set<string>>();
  const percents = new Set(
    papers
      .flat()
      .flatMap((row) =>
        row['statistic'] === 'percentage' ? [`${row['measure_id']}.${row['line']}@${place(row)}`] : [],
      ),
  );
  for (const row of papers.flat()) {
    const line = `${row['measure_id']}.${row['line']}`;
    const at = place(row);
    const n = `${line}:n@${at}`;
    const d = `${whole(line)}@${at}`;
    const { kind, statistic } = row;
    const group = row['breakdown'] !== 'all';
    const value = Number(row['value']);
    if (kind === 'unknown' || kind === 'outside' || row['unit_kind'] === 'place') continue;
    if (statistic === 'count') {
      shown.set(n, row['shown'] ?? '');
      kinds.set(n, kind ?? '');
      if (percents.has(`${line}@${at}`) || wholes[line]) say(0, Infinity, [d, 1], [n, -1]);
      if (percents.has(`${line}@${at}`) && row['unit_kind'] === 'child' && !group) rests.set(n, d);
      if (kind === 'exact') say(value, value, [n, 1]);
      else if (kind === 'rounded') say(Number(row['lower']), Number(row['upper']), [n, 1]);
      else if (row['shown']?.startsWith('all but')) say(1, 9, [d, 1], [n, -1]);
      else if (row['shown']?.endsWith('in all')) say(1, 19, [d, 1]);
      else if (kind === 'band') say(group ? 0 : 1, 9, [n, 1]);
      if (kind === 'exact' && value > 0 && percents.has(`${line}@${at}`))
        say(row['unit_kind'] === 'child' ? 20 : 1, Infinity, [d, 1]);
      if (group) {
        const table = `${line}:n@${at.split('#')[0]}#|${row['breakdown']}`;
        tables.set(table, (tables.get(table) ?? new Set()).add(n));
      }
    }
    if (statistic === 'percentage' && kind === 'exact') {
      const lowest = row['shown']?.startsWith('just over') ? value : value - 0.5;
      const highest = row['shown']?.startsWith('just under') ? value : value + 0.5;
      say(0, Infinity, [n, 100], [d, -lowest]);
      say(-Infinity, 0, [n, 100], [d, -highest]);
    }
    if (statistic === 'mean_days' && kind === 'exact')
      say(8, Infinity, [row['measure_id'] === 'B3' ? d : `B28.main:n@${at}`, 1]);
  }
  for (const [table, parts] of tables) {
    const total = table.split('|')[0] ?? '';
    say(
      0,
      parts.size > 1 &&
        !table.includes('ethnicity') &&
        !table.includes('placement') &&
        !table.includes('legal')
        ? 0
        : Infinity,
      [total, 1],
      ...[...parts].map((part) => [part, -1] as const),
    );
  }
  for (const name of [...all]) {
    const [line = '', at = ''] = name.split('@');
    const has = (other: string) => all.has(`${other}@${at}`);
    for (const [part, of] of within)
      if (line === part && has(of)) say(0, Infinity, [`${of}@${at}`, 1], [name, -1]);
    if (line === 'B25.main:n') {
      const parts = ['B28.main:n', 'B40.main:n'].filter(has);
      if (parts.length > 0)
        say(0, Infinity, [name, 1], ...parts.map((part) => [`${part}@${at}`, -1] as const));
      if (has('B10.main:n'))
        say(
          0,
          Infinity,
          [`B10.main:n@${at}`, 1],
          [name, -1],
          ...(has('B44.main:n') ? [[`B44.main:n@${at}`, -1] as const] : []),
        );
    }
    if (line === 'B58.main:d' && has('B59.main:n') && has('B58.main:n'))
      say(0, 0, [name, 1], [`B58.main:n@${at}`, -1], [`B59.main:n@${at}`, -1]);
    if (line === 'B11.main:n' && at.endsWith('#') && all.has(`B7.main:n@${at}unaccompanied.Y`))
      say(0, 0, [name, 1], [`B7.main:n@${at}unaccompanied.Y`, -1]);
    if (line === 'B7.main:n' && at.endsWith('#')) {
      const to = Number(at.slice(3, -1));
      for (let from = to; from > to - 4; from -= 1) {
        const [before, came, left] = [
          `B7.main:n@s..${from - 1}#`,
          `B9.main:n@${from}..${to}#`,
          `B10.main:n@${from}..${to}#`,
        ];
        if ([before, came, left].every((other) => all.has(other)))
          say(0, 0, [name, 1], [before, -1], [came, -1], [left, 1]);
      }
    }
    // a child whose reviews were not all on time had a review that was not
    if (line === 'B48.main:d' && has('B47.main:d')) {
      say(
        0,
        Infinity,
        [`B47.main:d@${at}`, 1],
        [`B47.main:n@${at}`, -1],
        [name, -1],
        [`B48.main:n@${at}`, 1],
      );
      say(0, Infinity, [`B47.main:d@${at}`, 1], [name, -1]);
    }
    if (line === 'B49.main:d' && has('B47.main:d')) say(0, Infinity, [`B47.main:d@${at}`, 1], [name, -1]);
    // those who went home a year ago are those whose first year at home ends now
    if (line === 'B46.main:d') {
      const [from = '', to = ''] = at.slice(0, -1).split('..');
      const home = `B44.main:n@${Number(from) - 4}..${Number(to) - 4}#`;
      if (all.has(home)) say(0, 0, [name, 1], [home, -1]);
    }
  }
  // parts of time
  const spans = new Map<string, [number, number][]>();
  for (const name of all) {
    const [line = '', at = ''] = name.split('@');
    const [span = '', group = ''] = at.split('#');
    const [from, to] = span.split('..').map(Number);
    if (Number.isNaN(from) || from === undefined || to === undefined || group) continue;
    spans.set(line, [...(spans.get(line) ?? []), [from, to]]);
  }
  for (const [line, periods] of spans)
    for (const [from, to] of periods)
      for (const length of [1, 2, 4]) {
        const parts = [];
        for (let start = from; start + length - 1 <= to; start += length)
          parts.push(`${line}@${start}..${start + length - 1}#`);
        if (parts.length > 1 && !line.startsWith('B48')) {
          const known = parts.filter((part) => all.has(part));
          if (known.length === 0) continue;
          say(
            0,
            known.length === parts.length ? 0 : Infinity,
            [`${line}@${from}..${to}#`, 1],
            ...known.map((part) => [part, -1] as const),
          );
        }
      }
  return { rows, shown, kinds, rests };
}

const load = highs as unknown as () => Promise<Highs>;
let solver: Highs | undefined;

/** Bounds of the counts asked for (whole numbers), each found within the part of the program that holds it. */
async function bound(given: readonly Row[], asked: readonly (readonly (readonly [string, number])[])[]) {
  solver ??= await load();
  const known = new Map<string, number>();
  let rows = given;
  for (let before = -1; before !== known.size; ) {
    before = known.size;
    rows = rows.flatMap(({ terms, low, high }) => {
      const open = new Map([...terms].filter(([name]) => !known.has(name)));
      const sum = [...terms].reduce((total, [name, by]) => total + by * (known.get(name) ?? 0), 0);
      const [[name, by] = ['', 1] as const] = [...open];
      if (open.size === 1 && low === high) known.set(name, (low - sum) / by);
      return open.size === 0 ? [] : [{ terms: open, low: low - sum, high: high - sum }];
    });
  }
  const parent = new Map<string, string>();
  const root = (name: string): string => {
    const up = parent.get(name) ?? name;
    if (up === name) return name;
    const top = root(up);
    parent.set(name, top);
    return top;
  };
  for (const { terms } of rows) {
    const [first = '', ...rest] = [...terms.keys()];
    for (const name of rest) parent.set(root(name), root(first));
  }
  const parts = new Map<string, Row[]>();
  for (const row of rows) {
    const top = root([...row.terms.keys()][0] ?? '');
    parts.set(top, [...(parts.get(top) ?? []), row]);
  }
  return asked.map((goal) => {
    const fixed = goal.reduce((total, [name, by]) => total + by * (known.get(name) ?? 0), 0);
    const open = goal.filter(([name]) => !known.has(name));
    if (open.length === 0) return { low: fixed, high: fixed };
    const here = [...new Set(open.map(([name]) => root(name)))].flatMap((top) => parts.get(top) ?? []);
    const ids = new Map<string, string>();
    const id = (name: string) => {
      if (!ids.has(name)) ids.set(name, `x${ids.size}`);
      return ids.get(name) ?? '';
    };
    const sum = (terms: Iterable<readonly [string, number]>) =>
      [...terms].map(([name, by]) => `${by < 0 ? '-' : '+'} ${Math.abs(by)} ${id(name)}`).join(' ');
    const body = here
      .flatMap(({ terms, low, high }) =>
        low === high
          ? [`${sum(terms)} = ${low}`]
          : [
              ...(low > -Infinity ? [`${sum(terms)} >= ${low}`] : []),
              ...(high < Infinity ? [`${sum(terms)} <= ${high}`] : []),
            ],
      )
      .map((line, at) => ` r${at}: ${line}`);
    const target = sum(open);
    const end = (way: 'Minimize' | 'Maximize') => {
      const answer = solver?.solve(`${way}\n obj: ${target}\nSubject To\n${body.join('\n')}\nEnd`);
      if (answer?.Status === 'Infeasible') return Number.NaN;
      return answer?.Status === 'Optimal' ? answer.ObjectiveValue : Infinity;
    };
    return {
      low: fixed + Math.ceil(end('Minimize') - 1e-6),
      high: fixed + Math.floor(end('Maximize') + 1e-6),
    };
  });
}

/** Counts kept back, and rests of printed or kept-back counts of children, that come out closer than a range of `least` and may be 1 to 5. */
export async function leaksOf(papers: readonly (readonly Printed[])[], least = 5): Promise<Guess[]> {
  const { rows, shown, kinds, rests } = programOf(papers);
  const kept = [...kinds].filter(([, kind]) => kind === 'band' || kind === 'hidden').map(([name]) => name);
  const goals = [
    ...kept.map((name) => ({ what: `${name} (${shown.get(name)})`, terms: [[name, 1]] as const })),
    ...[...rests].map(([n, d]) => ({
      what: `all but ${n} (${shown.get(n)})`,
      terms: [
        [d, 1],
        [n, -1],
      ] as const,
    })),
  ];
  const ends = await bound(
    rows,
    goals.map(({ terms }) => terms),
  );
  return goals
    .map(({ what }, at) => ({ what, low: ends[at]?.low ?? 0, high: ends[at]?.high ?? Infinity }))
    .filter(({ low, high }) => high - low < least && high > 0 && low < 6);
}
