/** Tables by groups: which there are, of which time, and by how fine groups each is printed. */
import { type Period, periodOf, yearOf } from './calendar.ts';
import type { Paper } from './paper.ts';
import type { Protection, Rung } from './protect.ts';
import type { GroupCount, Named, PanelLine } from './sets.ts';

/** A breakdown is printed by its groups, by its coarser groups, or not at all. */
export type Grouping = 'fine' | 'coarse' | 'withheld';

/** A group as a table prints it. */
export interface PrintedGroup extends GroupCount {
  readonly label: string;
}

/** A table by groups: one per question and breakdown, with a column for each line; all of one period. */
export interface GroupTable {
  readonly table: string;
  readonly question: string;
  readonly breakdown: string;
  readonly columns: readonly { readonly line: PanelLine; readonly period: Period }[];
}

export class Groups {
  readonly tables: readonly GroupTable[];
  readonly #groupings = new Map<string, Grouping>();
  /** Tables that an earlier paper printed: they are printed again as they were. */
  readonly #settled = new Set<string>();
  readonly #groups = new Map<string, readonly GroupCount[]>();

  constructor(private readonly paper: Paper) {
    this.tables = this.#found();
  }

  groupingOf({ table }: Pick<GroupTable, 'table'>): Grouping {
    return this.#groupings.get(table) ?? 'fine';
  }

  #found(): GroupTable[] {
    const { rules, lines } = this.paper.making;
    const questions = [...new Set(lines.map(({ question }) => question))];
    return questions.flatMap((question) =>
      rules.breakdowns.flatMap(({ breakdown }) => {
        const columns = lines.flatMap((line) => {
          if (line.question !== question || !(line.breakdowns as readonly string[]).includes(breakdown))
            return [];
          const period = this.#groupPeriod(line);
          return period === null ? [] : [{ line, period }];
        });
        // Lines of different times are different tables: a row has one heading.
        const times = [...new Set(columns.map(({ period }) => period.name))];
        return times.map((name, index) => ({
          table: `${question}.${breakdown}${index === 0 ? '' : `.${index + 1}`}`,
          question,
          breakdown,
          columns: columns.filter(({ period }) => period.name === name),
        }));
      }),
    );
  }

  /** Groups are printed at the newest quarter-end, or of the newest whole year: a quarter's groups would be too small. */
  #groupPeriod(line: PanelLine): Period | null {
    const { steps, sets, newest } = this.paper.making;
    const period = this.paper.newest(line);
    if (period === null || period.step === 'quarter_end' || period.step === 'three_years') return period;
    const ended = newest.endsWith('-03-31') ? newest : `${yearOf(newest)}-03-31`;
    const before = periodOf('year', ended, steps.threeYearsEnd);
    return sets.get(line, before) === null ? null : before;
  }

  /** Reads the groups of every column, and how an earlier paper printed them. */
  async read(): Promise<void> {
    for (const { breakdown, columns } of this.tables)
      for (const { line, period } of columns)
        this.#groups.set(
          [line.measure_id, line.line, period.name, breakdown].join(' '),
          await this.paper.making.sets.groups(line, period, breakdown),
        );
    for (const table of this.tables) {
      const before = this.#groupingBefore(table);
      if (before === null) continue;
      this.#groupings.set(table.table, before);
      this.#settled.add(table.table);
    }
  }

  /** The groups of a column, in the order of their labels' positions in the rules, never by size. */
  groups(
    line: Named,
    period: Period,
    breakdown: string,
    grouping: Grouping,
    all: readonly string[],
  ): PrintedGroup[] {
    if (grouping === 'withheld') return [];
    const { groups, group_coarsening } = this.paper.making.rules;
    const found = new Map<string, PrintedGroup & { position: number }>();
    const rows = this.#groups.get([line.measure_id, line.line, period.name, breakdown].join(' ')) ?? [];
    for (const group of all) {
      const fine = groups.find((row) => row.breakdown === breakdown && row.group === group);
      const coarse = group_coarsening.find((row) => row.breakdown === breakdown && row.group === group);
      const as =
        grouping === 'fine'
          ? { group, label: fine?.label ?? group, position: fine?.position ?? 9999 }
          : {
              group: coarse?.coarse ?? 'other',
              label: coarse?.label ?? 'Other',
              position: coarse?.position ?? 9999,
            };
      const own = rows.find((row) => row.group === group) ?? { numerator: 0, denominator: 0 };
      const before = found.get(as.group) ?? { ...as, numerator: 0, denominator: 0 };
      found.set(as.group, {
        ...before,
        numerator: before.numerator + own.numerator,
        denominator: before.denominator + own.denominator,
      });
    }
    return [...found.values()].sort((a, b) => a.position - b.position || (a.group < b.group ? -1 : 1));
  }

  /** Groups in which somebody is, in any column of the table. */
  #all({ breakdown, columns }: GroupTable): string[] {
    const names = columns.flatMap(({ line, period }) =>
      (this.#groups.get([line.measure_id, line.line, period.name, breakdown].join(' ')) ?? []).map(
        ({ group }) => group,
      ),
    );
    return [...new Set(names)].sort();
  }

  columnGroups(
    table: GroupTable,
    { line, period }: GroupTable['columns'][number],
    grouping = this.groupingOf(table),
  ): PrintedGroup[] {
    return this.groups(line, period, table.breakdown, grouping, this.#all(table));
  }

  idOf(line: Named, period: Period, breakdown: string, grouping: Grouping, group: string): string {
    return [line.measure_id, line.line, period.name, breakdown, grouping, group].join(' ');
  }

  /** How a group's count is printed before anything else is asked. */
  rungOf(line: PanelLine, { numerator, denominator }: GroupCount): Rung {
    const { round_cross_breaks_to, band_limit, least_denominator } = this.paper.making.policy;
    if (this.paper.least(line) > 1) {
      if (numerator > 0 && numerator < band_limit) return 'band';
      if (numerator === 0)
        return this.paper.hasDenominator(line) && denominator > 0 && denominator < least_denominator
          ? 'band'
          : 'exact';
    }
    return round_cross_breaks_to > 1 ? 'five' : 'exact';
  }

  /** Does the table tell enough to be printed as it is? */
  isTelling(table: GroupTable, protection: Protection): boolean {
    const grouping = this.groupingOf(table);
    if (grouping === 'withheld' || this.#settled.has(table.table)) return true;
    const { hidden, bands, cells } = this.tally(table, protection);
    const { hidden_share_percent } = this.paper.making.policy;
    if (grouping === 'fine' && this.#hasCoarse(table))
      return (hidden + bands) * 100 <= hidden_share_percent * cells;
    return hidden === 0 && bands * 2 <= cells;
  }

  tally(table: GroupTable, protection: Protection): { cells: number; hidden: number; bands: number } {
    const grouping = this.groupingOf(table);
    const rungs = table.columns.flatMap((column) =>
      this.columnGroups(table, column).map((group) => {
        const id = this.idOf(column.line, column.period, table.breakdown, grouping, group.group);
        return protection.has(id) ? protection.rungOf(id) : this.rungOf(column.line, group);
      }),
    );
    const count = (rung: Rung): number => rungs.filter((each) => each === rung).length;
    return { cells: rungs.length, hidden: count('hidden'), bands: count('band') };
  }

  #groupingBefore(table: GroupTable): Grouping | null {
    const wasPrinted = (grouping: Grouping): boolean =>
      table.columns.some((column) =>
        this.columnGroups(table, column, grouping).every(
          ({ group }) =>
            this.paper.making.reprint.find(column.line, column.period, 'count', table.breakdown, group) !==
            null,
        ),
      );
    return wasPrinted('fine') ? 'fine' : wasPrinted('coarse') ? 'coarse' : null;
  }

  #hasCoarse({ breakdown }: GroupTable): boolean {
    return this.paper.making.rules.group_coarsening.some((row) => row.breakdown === breakdown);
  }

  /** To coarser groups, and then to none. */
  fallBack(table: GroupTable): void {
    const isFine = this.groupingOf(table) === 'fine';
    this.#groupings.set(table.table, isFine && this.#hasCoarse(table) ? 'coarse' : 'withheld');
  }
}
