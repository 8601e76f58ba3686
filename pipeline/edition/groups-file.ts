/** `groups.json`: how each group of a breakdown is called and in which order they stand. */
import { z } from 'zod';
import { addMonths } from '../../sources/days.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { type Database, quoted } from '../warehouse/database.ts';
import { type Edition, groupLabel, type TeamPages, teamPages } from './format.ts';
import { valueTable } from './values.ts';

type GroupLabel = Edition['groups'][number];

/** Group of children who have no team, area or service. */
const notAllocated = 'not allocated';
const last = 9999;

/** Labels of every group that the rules name, and of every other group that occurs in the figures. */
export async function groupsFile(database: Database, books: readonly RuleBook[]): Promise<GroupLabel[]> {
  const ruled = books.flatMap(ruledGroups);
  const known = new Set(ruled.map(keyOf));
  const met = (await metGroups(database)).filter((label) => !known.has(keyOf(label)));
  const all = shared([...ruled, ...met], books.length);
  return all.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

const keyOf = (label: GroupLabel): string => JSON.stringify([label.authority, label.breakdown, label.group]);
const orderOf = (label: GroupLabel): string =>
  [label.authority, label.breakdown, String(label.position).padStart(6, '0'), label.group].join('\t');

function ruledGroups(book: RuleBook): GroupLabel[] {
  const labels = book.groups
    .filter((row) => groupLabel.shape.breakdown.safeParse(row.breakdown).success)
    .map((row) => groupLabel.parse({ ...row, authority: book.authority }));
  return [...new Map(labels.map((label) => [keyOf(label), label])).values()];
}

async function metGroups(database: Database): Promise<GroupLabel[]> {
  const rows = await database.rows(`
    WITH met AS (SELECT DISTINCT authority, breakdown, "group" FROM ${valueTable} WHERE breakdown <> 'all')
    SELECT v.authority, v.breakdown, v."group", 0 AS position,
      CASE WHEN v."group" = ${quoted(notAllocated)} THEN 'Not allocated' ELSE COALESCE(t.team_name, v."group") END AS label
    FROM met AS v
    LEFT JOIN (SELECT authority, team_id, ARG_MAX(team_name, snapshot_date) AS team_name FROM warehouse.raw.team GROUP BY 1, 2) AS t
      ON v.breakdown = 'team' AND t.authority = v.authority AND t.team_id = v."group"
    ORDER BY ALL`);
  return byLabel(z.array(groupLabel).parse(rows));
}

/** Months before the as-at date in which a team must have had a child to have a page. */
const monthsWithPage = 12;

/**
 * Teams that worked with children in the last year, and their services, in order of name. Read from what is loaded, not
 * from figures: the pages of a site are decided before anything is derived.
 */
export async function teamsFile(database: Database, asAt: string): Promise<TeamPages> {
  const rows = await database.rows(`
    WITH busy AS (
      SELECT DISTINCT w.authority, w.team_id, COALESCE(t.team_name, w.team_id) AS team_name, t.service
      FROM warehouse.raw.allocation AS w
      INNER JOIN warehouse.raw.snapshot AS s USING (authority, snapshot_date)
      LEFT JOIN warehouse.raw.team AS t USING (authority, snapshot_date, team_id)
      WHERE s.compared_with IS NULL AND w.role = 'case_worker' AND w.team_id IS NOT NULL
        AND COALESCE(w.end_date, DATE '9999-12-31') > ${quoted(addMonths(asAt, -monthsWithPage))}::DATE
    )
    SELECT authority, breakdown, "group", label FROM (
      SELECT authority, 'service' AS breakdown, service AS "group", service AS label FROM busy WHERE service IS NOT NULL
      UNION
      SELECT authority, 'team', team_id, team_name FROM busy
    )
    ORDER BY authority, breakdown, LOWER(label), "group"`);
  const groups = z.array(teamPages.element.omit({ page: true })).parse(rows);
  const isRegion = new Set(groups.map(({ authority }) => authority)).size > 1;
  const taken = new Map<string, number>();
  return groups.map((each) => {
    const parts = [each.breakdown, ...(isRegion ? [each.authority] : []), each.group];
    const page = parts
      .join(' ')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/-$/, '');
    const times = (taken.get(page) ?? 0) + 1;
    taken.set(page, times);
    return { ...each, page: times === 1 ? page : `${page}-${times}` };
  });
}

const nameOf = (label: GroupLabel): string => `${label.label.toLowerCase()}\t${label.group}`;

/** Groups without a rule stand in the order of their labels; those without a team come last. */
function byLabel(labels: GroupLabel[]): GroupLabel[] {
  const sorted = [...labels].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  return sorted.map((label, index) => ({
    ...label,
    position: label.group === notAllocated ? last : index + 1,
  }));
}

/** A label on which all authorities agree is written once, for everyone; teams are always an authority's own. */
function shared(labels: readonly GroupLabel[], authorities: number): GroupLabel[] {
  const own = new Set(['team', 'area', 'service']);
  const alike = new Map<string, GroupLabel[]>();
  for (const label of labels) {
    const key = JSON.stringify([label.breakdown, label.group, label.label, label.position]);
    alike.set(key, [...(alike.get(key) ?? []), label]);
  }
  return [...alike.values()].flatMap((same) => {
    const first = same[0];
    const everyone = same.length === authorities && first !== undefined && !own.has(first.breakdown);
    return everyone ? [{ ...first, authority: '*' }] : same;
  });
}
