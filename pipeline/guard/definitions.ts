/** The guard's own definitions: which sets of children are one, and which lie in one another (`definitions.csv`). */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { csvRows, type Figure } from './paper.ts';

const definition = z.object({
  kind: z.enum([
    'same',
    'of',
    'sum',
    'part',
    'within',
    'equal',
    'inflow',
    'outflow',
    'apart',
    'year_later',
    'rest_within',
  ]),
  lesser: z.string().min(1),
  greater: z.string(),
  source: z.string().min(1),
  /** Whose lists it rests on; empty: it holds of every authority. */
  procedure: z.string().default(''),
});
export type Definition = z.infer<typeof definition>;
export const definitions: readonly Definition[] = csvRows(
  readFileSync(new URL('./definitions.csv', import.meta.url), 'utf8'),
).map((row) => definition.parse(row));
export const ofKind = (...kinds: Definition['kind'][]): Definition[] =>
  definitions.filter(({ kind }) => kinds.includes(kind));
const aliases = new Map(ofKind('same').map(({ lesser, greater }) => [lesser, greater]));
const wholes = new Map(ofKind('of').map(({ lesser, greater }) => [lesser, greater]));
/** Lines whose longer periods are no sum of shorter ones. */
export const apart = new Set(ofKind('apart').map(({ lesser }) => lesser));

/** A set of children: what (`measure.line`, `/d` for what a share is of), when, and which group of them. */
export interface Place {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly breakdown: string;
  readonly group: string;
}

/** One name for one set of children, however papers call it. */
export function nameOf({ what, from, to, breakdown, group }: Place): string {
  const alias = aliases.get(`${what}|${breakdown}|${group}`);
  if (alias !== undefined) return nameOf({ what: alias, from, to, breakdown: 'all', group: 'all' });
  return [aliases.get(what) ?? what, `${from}..${to}`, breakdown, group].join('|');
}

export const placeOf = (name: string): Place => {
  const [what = '', period = '', breakdown = '', group = ''] = name.split('|');
  const [from = '', to = ''] = period.split('..');
  return { what, from, to, breakdown, group };
};

/** What a share of `what` is of, in the words of a name. */
export const wholeOf = (what: string): string => {
  const line = aliases.get(what) ?? what;
  return wholes.get(line) ?? `${line}/d`;
};

export const numeratorOf = (figure: Figure): string => nameOf({ ...figure, what: figure.line });
export const denominatorOf = (figure: Figure): string => nameOf({ ...figure, what: wholeOf(figure.line) });

/** Lines that definitions tie to one another share the days on which their periods are cut. */
const families = new Map<string, string>();
const familyOf = (what: string): string => {
  const lead = families.get(what) ?? what;
  return lead === what ? what : familyOf(lead);
};
for (const { lesser, greater, kind } of definitions)
  if (!/flow|apart|same|year|rest/.test(kind))
    families.set(familyOf(lesser.split('/')[0] ?? ''), familyOf(greater.split('/')[0] ?? ''));
export const family = (what: string): string => familyOf(what.split('/')[0] ?? '');
