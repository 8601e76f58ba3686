/** Equations between the figures of one date: groups and totals, parts and wholes, measures of the same children. */
import type { Certainty } from './finding.ts';
import type { Paper } from './paper.ts';
import { countOf, fromName, groupOf, nameOf, type Quantity, quantityOf } from './quantity.ts';
import type { System } from './system.ts';

/** Quantities of one paper by name, without the edition. */
function namesOf(paper: Paper, system: System): string[] {
  const start = `${paper.edition}#`;
  return [...system.names].filter((name) => name.startsWith(start)).map((name) => name.slice(start.length));
}

function inEdition(paper: Paper) {
  return (name: string) => `${paper.edition}#${name}`;
}

/** A printed table shows every group that has anybody in it, so its groups make the total. */
function addGroups(paper: Paper, system: System): void {
  const at = inEdition(paper);
  const groups = new Map<string, string[]>();
  const printedGroups = new Set(
    paper.figures
      .filter((one) => one.statistic === 'count')
      .flatMap((one) => [quantityOf(one, 'numerator'), quantityOf(one, 'days')])
      .filter((one) => one.breakdown !== 'all')
      .map(nameOf),
  );
  for (const name of namesOf(paper, system)) {
    const quantity = fromName(name);
    if (quantity.breakdown === 'all') continue;
    const total = nameOf({ ...quantity, breakdown: 'all', group: 'all' });
    const which = `${total}#${quantity.breakdown}`;
    groups.set(which, [...(groups.get(which) ?? []), name]);
  }
  for (const [which, members] of groups) {
    const [total, breakdown] = which.split('#') as [string, string];
    const { measure, line, date } = fromName(total);
    // Only groups that are printed make a total; others come in by another name, as the unaccompanied of B11.
    const printed = members.filter((member) => printedGroups.has(member));
    const because = `${measure}.${line} on ${date}: groups of ${breakdown}`;
    if (printed.length > 0) system.equal(at(total), printed.map(at), `${because} make the total`);
    for (const member of members) system.within([at(member)], at(total), `${because} lie within the total`);
  }
}

interface Tie {
  readonly period: string;
  readonly whole: string;
  readonly parts: readonly string[];
  readonly kind: 'sum' | 'within';
  readonly because: string;
  readonly certainty?: Certainty;
}

const longTerm = '@.children with a long-term fostering plan';
const home = '@.children with a return-home plan';

/** What the definitions of measures.csv say of lines on one date. */
const ties: readonly Tie[] = [
  {
    period: 'as_at',
    whole: longTerm,
    parts: ['B58.main', 'B59.main'],
    kind: 'sum',
    because: 'B58 and B59 make all of them',
  },
  {
    period: 'as_at',
    whole: 'B59.main',
    parts: ['T7.unmatched'],
    kind: 'within',
    because: 'T7 unmatched wait, as B59',
  },
  { period: 'as_at', whole: 'B27.main', parts: ['T2.main'], kind: 'within', because: 'T2 is drift, in B27' },
  { period: 'as_at', whole: 'B27.main', parts: ['T3.main'], kind: 'within', because: 'T3 is drift, in B27' },
  {
    period: 'as_at',
    whole: 'B27.main',
    parts: ['T7.unmatched'],
    kind: 'within',
    because: 'T7 is drift, in B27',
  },
  {
    period: 'as_at',
    whole: 'B27.main',
    parts: ['T2.main', 'T7.unmatched'],
    kind: 'within',
    because: 'a child has one current plan: T2 and T7 do not overlap, in B27',
  },
  {
    period: 'as_at',
    whole: 'B7.main',
    parts: ['T1.main', longTerm, home],
    kind: 'within',
    because: 'a child has one current plan or none, of all in care',
  },
  ...[
    'children under 16 in care for two and a half years or more',
    'under-12s of the cohort',
    'children in care for six months or more',
    'children with foster carers',
    'children on a placement order',
  ].map(
    (name): Tie => ({
      period: 'as_at',
      whole: 'B7.main',
      parts: [`@.${name}`],
      kind: 'within',
      because: `${name}, of all in care`,
    }),
  ),
  {
    period: 'as_at',
    whole: '@.children with foster carers',
    parts: ['B15.main'],
    kind: 'within',
    because: 'relatives who foster are foster carers',
  },
  {
    period: 'as_at',
    whole: 'B16.main',
    parts: ['B17.main'],
    kind: 'within',
    because: 'the national B17 lies outside the boundary',
    certainty: 'assumed',
  },
  {
    period: 'r12m',
    whole: 'B25.main',
    parts: ['B28.main', 'B40.main', 'B43.main'],
    kind: 'sum',
    because: 'B25 is B28, B40 and B43',
  },
  {
    period: 'r12m',
    whole: 'B10.main',
    parts: ['B25.main', 'B44.main'],
    kind: 'within',
    because: 'a child leaves for one reason: B25, B44, of B10',
  },
  {
    period: 'r36m',
    whole: 'B28.main',
    parts: ['B31.main'],
    kind: 'within',
    because: 'B31 is of the children of B28',
  },
];

function named(line: string, period: string, date: string): string {
  const [measure, ...rest] = line.split('.') as [string, ...string[]];
  const part: Quantity['part'] = measure === '@' ? 'denominator' : 'numerator';
  return nameOf({ measure, line: rest.join('.'), part, period, date, breakdown: 'all', group: 'all' });
}

function addTies(paper: Paper, system: System, date: string): void {
  const at = inEdition(paper);
  for (const tie of ties) {
    const whole = at(named(tie.whole, tie.period, date));
    const parts = tie.parts.map((part) => at(named(part, tie.period, date)));
    if (!system.names.has(whole) || !parts.some((part) => system.names.has(part))) continue;
    const because = `${tie.because}, ${date}`;
    if (tie.kind === 'sum') system.equal(whole, parts, because, tie.certainty);
    else
      system.within(
        parts.filter((part) => system.names.has(part)),
        whole,
        because,
        tie.certainty,
      );
  }
}

/**
 * Assumed: the groups by kind of home and by legal status follow the codes that B14, B15 and T3 name. The groups' own
 * definition is not published, so a placement that one of them looks through and another does not, or a placement order
 * that goes by another group, would break these (on large papers the order does).
 */
function addHomes(paper: Paper, system: System, date: string): void {
  const at = inEdition(paper);
  const kin = at(groupOf(date, 'placement_type', 'kinship_foster'));
  const foster = at(groupOf(date, 'placement_type', 'foster'));
  const supported = at(groupOf(date, 'placement_type', 'supported'));
  const b15 = at(countOf('B15.main', 'as_at', date));
  const fostered = at(named('@.children with foster carers', 'as_at', date));
  const young = at(countOf('B18.under_16_supported', 'as_at', date));
  const ordered = at(named('@.children on a placement order', 'as_at', date));
  const e1 = at(groupOf(date, 'legal_status', 'E1'));
  const has = (...names: string[]) => names.every((name) => system.names.has(name));
  if (has(kin, b15)) system.equal(kin, [b15], `B15 is the group of relatives, ${date}`, 'assumed');
  if (has(kin, foster, fostered))
    system.equal(fostered, [kin, foster], `two groups live with foster carers, as B14, ${date}`, 'assumed');
  if (has(ordered, e1)) system.equal(ordered, [e1], `E1 is a placement order, as T3, ${date}`, 'assumed');
  if (has(young, supported))
    system.within([young], supported, `B18 is of the supported group, ${date}`, 'assumed');
}

/** The equations of each date of a paper. */
export function addEquationsOfDates(paper: Paper, system: System): void {
  addGroups(paper, system);
  for (const date of new Set(paper.figures.map((one) => one.as_at_date))) {
    addTies(paper, system, date);
    addHomes(paper, system, date);
  }
}
