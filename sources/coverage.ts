/** From which day to which the files of an authority are whole (coverage 2): worked out at the door, table by table. */
import type { CaseSystem } from './adapters.ts';
import { type AuthorityConfig, authorityComplaint } from './authority/authority.ts';
import {
  type Coverage,
  type CoverageWindow,
  type InputName,
  inputTables,
  type Problem,
} from './contract/extract.ts';
import type { ContractRows, TableName } from './contract/tables.ts';
import { addMonths, isMonthEnd, monthEndBefore } from './days.ts';
import { TrackerError } from './error.ts';
import type { AdapterRun } from './reading/adapter.ts';
import { entryOf } from './reading/entry.ts';
import { compare } from './reading/ledger.ts';
import type { ExtractSettings } from './snapshot-date.ts';

/** What the windows are worked out from, once every row is settled. */
export interface Settled extends Pick<AdapterRun, 'offers' | 'windows' | 'inputs' | 'problems' | 'settings'> {
  readonly rows: ContractRows;
  readonly core: CaseSystem;
  readonly config: AuthorityConfig;
  readonly snapshotDate: string;
}

/**
 * The window of every kind of file that feeds a table, in the order of kinds and tables.
 *
 * @throws TrackerError `authority_invalid` where authority.yaml claims what the files contradict, with its line
 */
export function coverageOf(settled: Settled): Coverage[] {
  const { core, config, windows } = settled;
  checkClaims(settled);
  const inferred = config.extract_covers_from === null ? survivorsFrom(settled) : null;
  if (inferred !== null) settled.problems.push(onlySurvivors(core, inferred));
  const fed = feeding(settled);
  return [...fed]
    .map(([key, inputs]): Coverage => {
      const [source = '', table = ''] = key.split('|');
      const own = source.startsWith(`${core.name}.`)
        ? coreWindow(settled, source, inferred)
        : (windows.get(source) ?? claimed(settled, source));
      return { source, table: table as TableName, inputs, ...own };
    })
    .sort((a, b) => compare(a.source, b.source) || compare(a.table, b.table));
}

/** Inputs by kind of file and table; what is known by a column alone is of every file that feeds the table. */
function feeding({ offers, inputs }: Settled): Map<string, InputName[]> {
  const fed = new Map<string, InputName[]>();
  const offered = new Set<InputName>();
  for (const { kind, sources, inputs: given } of offers) {
    if (!sources.some(({ ledger }) => ledger.accepted > 0)) continue;
    for (const input of given) {
      offered.add(input);
      const list = entryOf<string, InputName[]>(fed, `${kind}|${inputTables[input]}`, () => []);
      if (!list.includes(input)) list.push(input);
    }
  }
  for (const input of inputs)
    if (!offered.has(input))
      for (const [key, list] of fed) {
        const [kind = '', table = ''] = key.split('|');
        if (table === inputTables[input] || (table === 'care_period' && inputTables[input] === 'episode'))
          fed.set(`${kind}|${table}`, [...list, input]);
      }
  return new Map([...fed].map(([key, list]) => [key, [...list].sort(compare)]));
}

/** As the years of the return or the list's own rule say, else the retention of the standard; what was inferred or is said stands over it. */
function coreWindow(
  { config, windows, ...settled }: Settled,
  source: string,
  inferred: string | null,
): CoverageWindow {
  const { snapshotDate, settings } = settled;
  const retained = addMonths(snapshotDate, -settings.retention_months);
  const own: CoverageWindow = windows.get(source) ?? {
    stock_from: retained,
    event_from: retained,
    whole_to: snapshotDate,
    known_by: 'retention of the standard',
  };
  const said = config.extract_covers_from;
  // A return says of what it is: nobody can widen the years of one kind of file by a claim for all.
  if (said !== null && own.known_by === 'years of the return') return narrowed(own, said, 'authority.yaml');
  if (said !== null) return { ...own, stock_from: said, event_from: said, known_by: 'authority.yaml' };
  return inferred === null ? own : narrowed(own, inferred, 'survivorship test');
}

function narrowed(own: CoverageWindow, from: string, known_by: CoverageWindow['known_by']): CoverageWindow {
  const later = (day: string | null): string => (day !== null && day > from ? day : from);
  if ((own.stock_from ?? '') >= from) return own;
  return { ...own, stock_from: later(own.stock_from), event_from: later(own.event_from), known_by };
}

/** What stands beside a case system is whole from the day that authority.yaml names; where it names none, nobody has said. */
function claimed({ config, snapshotDate }: Settled, source: string): CoverageWindow {
  const [adapter, table = ''] = source.split('.');
  const entry = config.sources.find((each) => each.adapter === adapter);
  const from = entry?.covers_from?.[table] ?? null;
  const known_by = from === null ? 'nobody has said' : 'authority.yaml';
  return { stock_from: from, event_from: from, whole_to: snapshotDate, known_by };
}

/** Claims of authority.yaml that cannot be true: after the day of the extract, before what the files hold, or of a file that is not there. */
function checkClaims(settled: Settled): void {
  const { config, core, windows, snapshotDate, offers } = settled;
  const { extract_covers_from: said } = config;
  const refuse = (path: readonly (string | number)[], what: string): never => {
    throw authorityComplaint(config.path, path, what);
  };
  const own = windows.get(core.needed[1] ?? core.needed[0] ?? '');
  const begins = own?.known_by === 'years of the return' ? own.stock_from : null;
  if (said !== null) {
    if (said > snapshotDate)
      refuse(
        ['extract_covers_from'],
        `extract_covers_from ${said} lies after the newest day of the files (${snapshotDate}): the window would end before it begins`,
      );
    if (begins !== null && said < begins)
      refuse(
        ['extract_covers_from'],
        `extract_covers_from ${said} is contradicted by the files: the returns on hand begin on ${begins}`,
      );
    if (isEmptyThen(settled, said))
      refuse(
        ['extract_covers_from'],
        `extract_covers_from ${said} is contradicted by the rows: nobody is in care on that day`,
      );
  }
  const kinds = new Set(offers.map(({ kind }) => kind));
  config.sources.forEach(({ adapter, covers_from }, at) => {
    for (const [table, day] of Object.entries(covers_from ?? {})) {
      const path = ['sources', at, 'covers_from', table];
      if (!kinds.has(`${adapter}.${table}`))
        refuse(path, `covers_from names ${table}, and no such file is there`);
      if (day > snapshotDate)
        refuse(
          path,
          `covers_from ${day} of ${table} lies after the newest day of the files (${snapshotDate}): the window would end before it begins`,
        );
    }
  });
}

const inCareOn = ({ care_period }: ContractRows, day: string): number =>
  new Set(
    care_period.flatMap(({ child_id, start_date, end_date }) =>
      start_date <= day && (end_date === null || end_date > day) ? child_id : [],
    ),
  ).size;

/** Whether nobody is in care on a day in files that hold enough children for that to be no chance. */
function isEmptyThen({ rows, snapshotDate, settings }: Settled, day: string): boolean {
  return inCareOn(rows, snapshotDate) >= settings.survivors_children && inCareOn(rows, day) === 0;
}

/** Children who left care after `from` and up to `to`. */
const leaversIn = ({ care_period }: ContractRows, from: string, to: string): number =>
  new Set(
    care_period.flatMap(({ child_id, end_date }) =>
      end_date !== null && end_date > from && end_date <= to ? child_id : [],
    ),
  ).size;

/**
 * The survivorship test (coverage 2): where hardly anybody left in the first twelve months of the window though many
 * were in care on its first day, the files hold only children who are still there. Then they are whole from the first
 * month-end from which leavers are at least half the later monthly mean, or from the day of the extract. Null where
 * the window stands.
 */
function survivorsFrom(settled: Settled): string | null {
  const { rows, core, settings, snapshotDate } = settled;
  const kind = core.needed[1] ?? core.needed[0] ?? '';
  const { stock_from, whole_to, known_by } = coreWindow(settled, kind, null);
  if (stock_from === null || stock_from >= whole_to) return null;
  const today = inCareOn(rows, whole_to);
  const enough = (day: string): boolean =>
    inCareOn(rows, day) * 100 > today * settings.survivors_share_percent &&
    inCareOn(rows, day) >= settings.survivors_children;
  // Where nothing but a custom says from when they are whole, files whose first day knows hardly anybody begin later.
  const mayBeginLater =
    known_by === 'retention of the standard' && today >= settings.survivors_grown_children;
  const first = enough(stock_from)
    ? stock_from
    : monthEnds(stock_from, whole_to).find((day) => mayBeginLater && enough(day));
  if (first === undefined) return null;
  const early = leaversIn(rows, first, addMonths(first, 12));
  const late = leaversIn(rows, addMonths(whole_to, -12), whole_to);
  const few = early === 0 || early * 100 < late * settings.survivors_leavers_percent;
  if (!few) return first === stock_from ? null : first;
  const ends = monthEnds(first, whole_to);
  return ends.find((day) => leavesAsLater(rows, day, whole_to, settings)) ?? snapshotDate;
}

const monthEnds = (from: string, to: string): string[] => {
  const ends: string[] = [];
  for (let day = isMonthEnd(from) ? from : monthEndBefore(from, 0); day < to; day = monthEndBefore(day, -1))
    ends.push(day);
  return ends;
};

function leavesAsLater(rows: ContractRows, day: string, to: string, settings: ExtractSettings): boolean {
  const months = monthEnds(day, to).length;
  const later = leaversIn(rows, day, to);
  const next = leaversIn(rows, day, monthEndBefore(day, -1));
  return later > 0 && next * months * 100 >= later * settings.survivors_mean_percent;
}

const onlySurvivors = (core: CaseSystem, from: string): Problem => ({
  severity: 'warning',
  code: 'only_survivors',
  file: null,
  column: null,
  count: 1,
  sentence: `Hardly anybody is in care, or leaves it, in the first months of the ${core.called}: they most likely hold only children who were still in care later. Figures before ${from} are not available; extract_covers_from in authority.yaml settles from which day the files hold every record.`,
});

/**
 * Refuses an as-at date on which nothing of the case system is whole.
 *
 * @throws TrackerError `as_at_outside_coverage`
 */
export function refuseOutside(coverage: readonly Coverage[], core: CaseSystem, asAt: string): void {
  const windows = coverage.filter(({ source }) => source.startsWith(`${core.name}.`));
  if (windows.length === 0) return;
  if (windows.some(({ stock_from, whole_to }) => (stock_from ?? '') <= asAt && asAt <= whole_to)) return;
  const from = windows.map(({ stock_from }) => stock_from ?? '').sort(compare)[0] ?? '';
  const to =
    windows
      .map(({ whole_to }) => whole_to)
      .sort(compare)
      .at(-1) ?? '';
  throw new TrackerError(
    'input_refused',
    'as_at_outside_coverage',
    `the as-at date ${asAt} lies outside what the files cover: ${from} to ${to}`,
    'Choose an --as-at between these days, or add the files of the other years; extract_covers_from in authority.yaml says from when the files hold every record.',
  );
}
