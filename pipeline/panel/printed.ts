/** What a Panel paper would print if nothing had to be hidden: lines, days, groups, and at which grouping. */

import type { RuleRow } from '../../sources/rules/contract.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import type { Candidates } from './candidate.ts';

export type PanelLine = RuleRow<'panel_lines'>;

/** A breakdown is printed by its groups, by its coarser groups, or not at all. */
export type Grouping = 'fine' | 'coarse' | 'withheld';

/** A group as a table prints it, and the groups of the warehouse that it is made of. */
export interface PrintedGroup {
  readonly group: string;
  readonly label: string;
  readonly members: readonly string[];
}

/** A table by groups: one per question and breakdown, with a column for each line. */
export interface GroupTable {
  readonly table: string;
  readonly question: string;
  readonly breakdown: string;
  readonly lines: readonly PanelLine[];
}

/** Everything to print for one audience. */
export class Printed {
  /** Lines of the audience's questions and packs, in order, whether available or not. */
  readonly lines: readonly PanelLine[];
  readonly groupTables: readonly GroupTable[];

  constructor(
    private readonly book: RuleBook,
    readonly candidates: Candidates,
    questions: readonly string[],
  ) {
    const order = (line: PanelLine): number => questions.indexOf(line.question) * 1000 + line.position;
    this.lines = book.panel_lines
      .filter((line) => questions.includes(line.question))
      .sort((a, b) => order(a) - order(b));
    this.groupTables = questions.flatMap((question) => this.#tablesOf(question));
  }

  /** Is there a figure for the line at the newest quarter-end? */
  isAvailable({ measure_id, line, period }: PanelLine): boolean {
    return this.candidates.total(measure_id, line, period, this.candidates.newest) !== null;
  }

  hasDenominator({ measure_id, line }: Pick<PanelLine, 'measure_id' | 'line'>): boolean {
    const found = this.book.lines.find((row) => row.measure_id === measure_id && row.line === line);
    return found !== undefined && found.denominator_name !== '';
  }

  #tablesOf(question: string): GroupTable[] {
    const lines = this.lines.filter((line) => line.question === question && this.isAvailable(line));
    const breakdowns = this.book.breakdowns.map((row) => row.breakdown);
    return breakdowns.flatMap((breakdown) => {
      const broken = lines.filter((line) => (line.breakdowns as readonly string[]).includes(breakdown));
      if (broken.length === 0 || this.candidates.groupsOf(breakdown).length === 0) return [];
      return [{ table: `${question}.${breakdown}`, question, breakdown, lines: broken }];
    });
  }

  breakdownName(breakdown: string): string {
    return this.book.breakdowns.find((row) => row.breakdown === breakdown)?.name ?? breakdown;
  }

  /** The groups in the order of their labels' positions in the rules, never by value. */
  groups(breakdown: string, grouping: Grouping): PrintedGroup[] {
    if (grouping === 'withheld') return [];
    return grouping === 'fine' ? this.#fine(breakdown) : this.#coarse(breakdown);
  }

  /** False where the rules know no coarser grouping of the breakdown. */
  hasCoarse(breakdown: string): boolean {
    return this.book.group_coarsening.some((row) => row.breakdown === breakdown);
  }

  #fine(breakdown: string): PrintedGroup[] {
    const labelled = this.candidates.groupsOf(breakdown).map((group) => {
      const row = this.book.groups.find((each) => each.breakdown === breakdown && each.group === group);
      return { group, label: row?.label ?? group, members: [group], position: row?.position ?? 9999 };
    });
    return inOrder(labelled);
  }

  #coarse(breakdown: string): PrintedGroup[] {
    const found = new Map<string, PrintedGroup & { position: number }>();
    for (const group of this.candidates.groupsOf(breakdown)) {
      const row = this.book.group_coarsening.find(
        (each) => each.breakdown === breakdown && each.group === group,
      );
      const { coarse, label, position } = row ?? { coarse: 'other', label: 'Other', position: 9999 };
      const before = found.get(coarse);
      const members = [...(before?.members ?? []), group];
      found.set(coarse, { group: coarse, label, position, members });
    }
    return inOrder([...found.values()]);
  }
}

const inOrder = (groups: readonly (PrintedGroup & { position: number })[]): PrintedGroup[] =>
  [...groups]
    .sort((a, b) => a.position - b.position || (a.group < b.group ? -1 : 1))
    .map(({ group, label, members }) => ({ group, label, members }));
