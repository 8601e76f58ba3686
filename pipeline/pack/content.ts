/** RESTRICTED: what the lists of the Monday pack hold, as the warehouse of the live edition has it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { group } from 'd3-array';
import { daysBetween } from '../../sources/days.ts';
import { entryOf } from '../../sources/reading/entry.ts';
import { type ListAnswer, listAnswers } from '../../sources/rules/tracking-contract.ts';
import type { LiveEdition } from '../children/live-warehouse.ts';
import { teamPages } from '../edition/format.ts';
import { type Cell, type Database, quoted, type Record_ } from '../warehouse/database.ts';
import { withWarehouse } from '../warehouse/warehouse.ts';

/** Where a child stands on one line of the procedure. */
export interface ChildLine {
  /** As lists.csv names it. */
  readonly line: string;
  readonly status: string;
  readonly anchor: string | null;
  readonly due: string | null;
  readonly done: string | null;
  /** Days past the day it was due; of a line without one, since the day it runs from. */
  readonly over: number;
}

/** A child, or a household of adopters, on a list. */
export interface ListedChild {
  readonly subject: string;
  readonly team: string;
  readonly service: string;
  readonly adopted: boolean;
  readonly facts: Readonly<Record<string, Cell>>;
  readonly lines: readonly ChildLine[];
}

export interface LineFact {
  readonly name: string;
  /** The same as the heading of a step: its part alone, where it has several. */
  readonly step: string;
  readonly rule: string;
  readonly available: boolean;
  /** Nobody has agreed to its limit. */
  readonly isProposed: boolean;
  readonly isRegister: boolean;
  /** Of a register, each forum or report that it knows: when it last was, and by when it is to be again. */
  readonly kept: readonly { readonly last: string; readonly next: string | null }[];
}

/** One list as its row has it. */
export interface PackList {
  readonly id: string;
  readonly name: string;
  readonly recipient: string;
  /** How often it goes out: `frequency` of its recipient in recipients.csv. */
  readonly frequency: string;
  readonly oneForEach: string;
  readonly withoutTeam: string;
  readonly members: readonly string[];
  readonly shows: string;
  /** No population narrows its members. */
  readonly isWholeLine: boolean;
  readonly steps: readonly string[];
  readonly order: string;
  readonly panel: string;
  readonly answers: readonly ListAnswer[];
  readonly source: string;
  readonly children: readonly ListedChild[];
}

export interface PackContent {
  readonly authority: string;
  readonly authorityName: string;
  readonly snapshotId: string;
  readonly asAt: string;
  readonly lists: readonly PackList[];
  readonly lines: ReadonlyMap<string, LineFact>;
  /** The edition's count of a line, by `line group`: everybody on it, and the overdue and listed. */
  readonly counts: ReadonlyMap<string, { readonly any: number; readonly open: number }>;
  readonly teams: ReadonlyMap<string, string>;
  /** Pages of teams and services, by `team X` and `service X`: their place below the Board's published folder. */
  readonly pages: ReadonlyMap<string, string>;
  /** Words for codes, by breakdown and code. */
  readonly words: ReadonlyMap<string, string>;
  /** Names of the codes that people choose from. */
  readonly choices: Readonly<Record<'barrier' | 'manager_role', ReadonlyMap<string, string>>>;
  /** Why and when children left care, by case number. */
  readonly left: ReadonlyMap<string, { readonly day: string; readonly reason: string }>;
  /** Every line of every child, listed or not: why somebody has left a list. */
  readonly standing: ReadonlyMap<string, readonly ChildLine[]>;
  /** The files say who works with a child. */
  readonly saysWorkers: boolean;
  readonly daysKept: number;
}

const text = (value: Cell | undefined): string =>
  value === null || value === undefined ? '' : String(value);
const orNull = (value: Cell | undefined): string | null => text(value) || null;
const wordsOf = (value: Cell | undefined): string[] => text(value).match(/\S+/g) ?? [];
const named = (row: Record_): string =>
  row['part'] === 'main' ? text(row['line_id']) : `${text(row['line_id'])}:${text(row['part'])}`;

/** Everything that the packs of an authority are made from. */
export async function readContent(
  {
    warehouse,
    edition,
    editionFolder,
  }: Pick<LiveEdition, 'warehouse' | 'editionFolder'> & {
    readonly edition: Pick<LiveEdition['edition'], 'authorities' | 'edition_id'>;
  },
  authority: string,
): Promise<PackContent> {
  return withWarehouse(warehouse, async (database) => {
    const ask = new Asked(database, authority);
    const [snapshot] = await ask.rows('raw.snapshot', 'compared_with IS NULL');
    const asAt = text(snapshot?.['as_at_date']);
    const standing = await ask.standing(asAt);
    const workers = await ask.workers(asAt);
    const children = await ask.children(standing, workers);
    const entry = edition.authorities.find((each) => each.authority === authority);
    return {
      authority,
      authorityName: entry?.name ?? authority,
      snapshotId: entry?.snapshot_id ?? '',
      asAt,
      lists: await ask.lists(asAt, children),
      lines: await ask.lineFacts(asAt),
      counts: await ask.counts(asAt),
      teams: await ask.pairs('raw.team', 'team_id', 'team_name'),
      pages: pagesOf(editionFolder, edition.edition_id, authority),
      words: await ask.words(),
      choices: { barrier: await ask.names('barrier'), manager_role: await ask.names('manager_role') },
      left: await ask.left(asAt),
      standing,
      saysWorkers: workers.size > 0,
      daysKept: Number(
        (await ask.rows('raw.rule_setting', "setting = 'pack_days_kept'"))[0]?.['value'] ?? 92,
      ),
    };
  });
}

/** Where the live edition has a page for each team and service; nowhere in editions of before 0.7. */
function pagesOf(editionFolder: string, editionId: string, authority: string): Map<string, string> {
  const file = join(editionFolder, 'data', 'teams.json');
  if (!existsSync(file)) return new Map();
  return new Map(
    teamPages
      .parse(JSON.parse(readFileSync(file, 'utf8')))
      .filter((each) => each.authority === authority)
      .map(({ breakdown, group, page }) => [`${breakdown} ${group}`, `${editionId}/teams/${page}.html`]),
  );
}

/** Questions to the warehouse about one authority. */
class Asked {
  readonly #database: Database;
  readonly #of: string;

  constructor(database: Database, authority: string) {
    this.#database = database;
    this.#of = quoted(authority);
  }

  async rows(table: string, where = 'TRUE', order = '1'): Promise<Record_[]> {
    return this.#database.rows(
      `SELECT * FROM warehouse.${table} WHERE authority = ${this.#of} AND ${where} ORDER BY ${order}`,
    );
  }

  async pairs(table: string, key: string, value: string): Promise<Map<string, string>> {
    const rows = await this.rows(table, `${value} IS NOT NULL`, key);
    return new Map(rows.map((row) => [text(row[key]), text(row[value])]));
  }

  async words(): Promise<Map<string, string>> {
    const rows = await this.rows('raw.rule_group', 'TRUE', 'breakdown, code');
    return new Map(
      rows.flatMap((row) => [
        [`${text(row['breakdown'])} ${text(row['code'])}`, text(row['label'])],
        [`${text(row['breakdown'])} ${text(row['group_key'])}`, text(row['label'])],
      ]),
    );
  }

  async names(set: string): Promise<Map<string, string>> {
    const rows = await this.rows('raw.rule_code', `code_set = ${quoted(set)}`, 'name');
    return new Map(rows.map((row) => [text(row['code']), text(row['name'])]));
  }

  /** By case number, every line that the child is on; a household is named as the lists name it. */
  async standing(asAt: string): Promise<Map<string, ChildLine[]>> {
    const rows = await this.#database.rows(`
      SELECT t.line_id, t.part, t.status, t.anchor_date, t.due_date, t.done_date, t.days,
        CASE WHEN t.unit = 'other' THEN 'household ' || t.subject_id ELSE t.subject_id END AS subject
      FROM warehouse.measures.tracking_line AS t
      WHERE t.authority = ${this.#of} AND t.as_at_date = DATE ${quoted(asAt)} AND t.unit <> 'register'
      ORDER BY subject, t.line_id, t.part`);
    const standing = new Map<string, ChildLine[]>();
    for (const row of rows)
      entryOf<string, ChildLine[]>(standing, text(row['subject']), () => []).push(childLine(row, asAt));
    return standing;
  }

  /** By case number, the roles of those who work with the child on the day. */
  async workers(asAt: string): Promise<Map<string, string>> {
    const rows = await this.#database.rows(`
      SELECT a.child_id, STRING_AGG(DISTINCT REPLACE(a.role, '_', ' '), '; ' ORDER BY REPLACE(a.role, '_', ' ')) AS roles
      FROM warehouse.raw.allocation AS a
      INNER JOIN warehouse.raw.snapshot AS s USING (authority, snapshot_date)
      WHERE a.authority = ${this.#of} AND s.compared_with IS NULL AND a.start_date <= DATE ${quoted(asAt)}
        AND COALESCE(a.end_date > DATE ${quoted(asAt)}, TRUE)
      GROUP BY a.child_id`);
    return new Map(rows.map((row) => [text(row['child_id']), text(row['roles'])]));
  }

  async children(
    standing: ReadonlyMap<string, readonly ChildLine[]>,
    workers: ReadonlyMap<string, string>,
  ): Promise<Map<string, ListedChild[]>> {
    const children = new Map<string, ListedChild[]>();
    for (const row of await this.rows('published.list_child', 'TRUE', 'list_id, subject_id')) {
      const subject = text(row['subject_id']);
      entryOf<string, ListedChild[]>(children, text(row['list_id']), () => []).push({
        subject,
        team: text(row['team']),
        service: text(row['service']),
        adopted: row['is_adopted'] === true,
        facts: { ...row, workers: workers.get(subject) ?? null },
        lines: standing.get(subject) ?? [],
      });
    }
    return children;
  }

  async lists(asAt: string, children: ReadonlyMap<string, readonly ListedChild[]>): Promise<PackList[]> {
    const recipients = new Map((await this.rows('raw.rule_recipient')).map((row) => [row['recipient'], row]));
    const inForce = `in_use AND effective_from <= DATE ${quoted(asAt)} AND COALESCE(effective_to > DATE ${quoted(asAt)}, TRUE)`;
    return (await this.rows('raw.rule_list', inForce, 'position, list_id')).map((row) => ({
      id: text(row['list_id']),
      name: text(row['name']),
      recipient: text(recipients.get(row['goes_to'] ?? '')?.['name'] ?? row['goes_to']),
      frequency: text(recipients.get(row['goes_to'] ?? '')?.['frequency']),
      oneForEach: text(row['one_for_each']),
      withoutTeam: text(recipients.get(row['without_team'] ?? '')?.['name'] ?? row['without_team']),
      members: wordsOf(row['members']),
      shows: text(row['shows']),
      isWholeLine: wordsOf(row['members']).length > 0 && text(row['population']) === '',
      steps: wordsOf(row['steps']),
      order: text(row['order']),
      panel: text(row['panel']),
      answers: listAnswers.filter((answer) => wordsOf(row['answers']).includes(answer)),
      source: text(row['source']),
      children: children.get(text(row['list_id'])) ?? [],
    }));
  }

  async lineFacts(asAt: string): Promise<Map<string, LineFact>> {
    const rows = await this.rows('published.tracking_line', 'TRUE', 'position');
    const onDay = `unit = 'register' AND as_at_date = DATE ${quoted(asAt)}`;
    const kept = group(await this.rows('measures.tracking_line', onDay, 'subject_id'), named);
    return new Map(rows.map((row) => [named(row), lineFact(row, kept.get(named(row)) ?? [])]));
  }

  async counts(asAt: string): Promise<Map<string, { any: number; open: number }>> {
    const rows = await this.rows(
      'published.tracking_value',
      `as_at_date = DATE ${quoted(asAt)}`,
      'line_id, part',
    );
    const sum = (row: Record_, columns: readonly string[]): number =>
      columns.reduce((total, column) => total + Number(row[column]), 0);
    const open = ['overdue', 'listed'];
    const any = [...open, 'met', 'late', 'not_yet_due', 'unknown'];
    return new Map(
      rows.map((row) => [
        `${named(row)} ${row['breakdown'] === 'all' ? '' : `${text(row['breakdown'])} ${text(row['group_key'])}`}`.trim(),
        { any: sum(row, any), open: sum(row, open) },
      ]),
    );
  }

  async left(asAt: string): Promise<Map<string, { day: string; reason: string }>> {
    const rows = await this.rows('core.cessation', `end_date <= DATE ${quoted(asAt)}`, 'end_date');
    return new Map(
      rows.map((row) => [
        text(row['child_id']),
        { day: text(row['end_date']), reason: text(row['reason_group']).replaceAll('_', ' ') },
      ]),
    );
  }
}

function childLine(row: Record_, asAt: string): ChildLine {
  const [anchor, due] = [orNull(row['anchor_date']), orNull(row['due_date'])];
  const since = due ?? anchor;
  return {
    line: named(row),
    status: text(row['status']),
    anchor,
    due,
    done: orNull(row['done_date']),
    over: since === null ? 0 : Math.max(0, daysBetween(since, asAt)),
  };
}

function lineFact(row: Record_, kept: readonly Record_[]): LineFact {
  const part = text(row['part_name']);
  const limit =
    row['limit_n'] === null ? '' : `Limit: ${countOf(Number(row['limit_n']), text(row['limit_unit']))}. `;
  const proposed = row['is_proposed'] === true ? 'The limit is proposed and not agreed. ' : '';
  return {
    name: `${named(row)} ${text(row['name'])}${part === '' ? '' : `: ${part}`}`,
    step: `${named(row)} ${part === '' ? text(row['name']) : part}`,
    rule: `${limit}${proposed}Source: ${text(row['source'])}.`,
    available: row['state'] === 'available',
    isProposed: row['is_proposed'] === true,
    isRegister: row['family'] === 'R',
    kept: kept.map((each) => ({ last: text(each['anchor_date']), next: orNull(each['due_date']) })),
  };
}

/** `1 month`, `5 working days`. */
const countOf = (n: number, unit: string): string =>
  `${n} ${(n === 1 ? unit.replace(/s$/, '') : unit).replaceAll('_', ' ')}`;
