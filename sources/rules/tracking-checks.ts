/** What the rows of the procedures' lines may get wrong: a misspelt name counts nobody and looks like good news. */
import * as codes from '../contract/codes.ts';
import { likeness } from '../likeness.ts';
import type { Complaints, Place } from '../table-file.ts';
import type { RuleRow } from './contract.ts';
import type { PlacedRule, RuleRows } from './overlay.ts';
import { trackingParameters } from './tracking-contract.ts';
import { procedures } from './vocabulary.ts';

type Names = ReadonlySet<string>;
type Line = RuleRow<'tracking_lines'>;

/** The sets that end the name of an event (`mile:PPN1`) or a state (`plan:LTF`), by what it begins with. */
function endings(rows: RuleRows): Readonly<Record<'events' | 'states', Readonly<Record<string, string[]>>>> {
  const coded = (set: string) => rows.codes.flatMap(({ row }) => (row.code_set === set ? [row.code] : []));
  const category = (set: string) =>
    rows.categories.flatMap(({ row }) => (row.code_set === set ? [row.category] : []));
  const plans = [...codes.plan.values];
  const placements = [...codes.placementType.values];
  const homes = rows.groups.flatMap(({ row }) => (row.breakdown === 'placement_type' ? [row.group] : []));
  const applications = [...codes.applicationType.values];
  return {
    events: {
      ...Object.fromEntries(['mile', 'mile_booked', 'mile_due'].map((kind) => [kind, coded('milestone')])),
      rvit: coded('review_item'),
      ...Object.fromEntries(['escl', 'escl_answered'].map((kind) => [kind, coded('escalation')])),
      ...Object.fromEntries(['heard', 'referred'].map((kind) => [kind, coded('panel')])),
      frum: coded('forum'),
      rprt: coded('report'),
      plan_of: plans,
      lived: placements,
      gateway_type: [...codes.gatewayType.values],
      gateway_outcome: [...codes.gatewayOutcome.values],
      ...Object.fromEntries(
        ['application', 'application_due', 'application_filed', 'application_end', 'application_expiry'].map(
          (kind) => [kind, applications],
        ),
      ),
    },
    states: {
      plan: plans,
      plan_any: plans,
      age_band: [...rows.age_bands.map(({ row }) => row.group), 'unknown'],
      home: [...homes, 'unknown'],
      living: category('placement_type'),
      lives: placements,
      setting: category('placement_setting'),
      provider: [...category('placement_provider'), 'unknown'],
      legal: [...codes.legalStatus.values],
    },
  };
}

/** Every event or state that a rule row may name: as declared, `plan:*` standing for one of each plan. */
function declared(rows: RuleRows, file: 'events' | 'states'): Names {
  const ends = endings(rows)[file];
  const names =
    file === 'events' ? rows.events.map(({ row }) => row.event) : rows.states.map(({ row }) => row.state);
  return new Set(
    names.flatMap((name) => {
      const kind = name.slice(0, -2);
      return name.endsWith(':*') ? (ends[kind] ?? []).map((end) => `${kind}:${end}`) : [name];
    }),
  );
}

/** The known name most like a misspelt one. */
const nearestTo = (name: string, known: Names): string =>
  [...known].reduce((best, each) => (likeness(each, name) > likeness(best, name) ? each : best), '');

/** Complains of a name that nothing declares, with the nearest one that something does. */
function checkName(what: string, name: string, known: Names, at: Place, found: Complaints): void {
  if (!known.has(name))
    found.add(
      `rule_unknown_${what}`,
      at,
      `${what} "${name}" is not known; the nearest is "${nearestTo(name, known)}"`,
    );
}

const wordsOf = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** Runs every check on the lines of procedures, and on whatever else names a state. */
export function checkTracking(rows: RuleRows, found: Complaints): void {
  const known = { events: declared(rows, 'events'), states: declared(rows, 'states') };
  const roles = new Set(rows.codes.flatMap(({ row }) => (row.code_set === 'manager_role' ? [row.code] : [])));
  const recipients = new Set(rows.recipients.map(({ row }) => row.recipient));
  const generics = new Map(rows.generics.map(({ row }) => [row.generic, row]));
  for (const { row, at } of rows.recipients) checkName('role', row.role, roles, at, found);
  for (const { row, at } of rows.tracking_lines) {
    for (const recipient of row.goes_to) checkName('recipient', recipient, recipients, at, found);
    if (row.role !== null) checkName('role', row.role, roles, at, found);
    checkName('generic', row.generic, new Set(generics.keys()), at, found);
    checkTerms(row, known, at, found);
    checkParameters(row, at, found);
    if (isWorkedOut(row)) checkLimit(row, generics.get(row.generic)?.direction, at, found);
  }
  checkLists(rows, known, recipients, found);
  checkMeasured(rows, found);
  checkOneProcedure(rows.tracking_lines, found);
  checkStatesOfCases(rows, known.states, found);
}

type Known = { readonly events: Names; readonly states: Names };

/** What a list of the Monday pack names: recipients, states, lines and the meeting of its answers. */
function checkLists(rows: RuleRows, known: Known, recipients: Names, found: Complaints): void {
  const lines = new Set(rows.tracking_lines.map(({ row }) => lineName(row.line_id, row.part)));
  const panels = new Set(rows.codes.flatMap(({ row }) => (row.code_set === 'panel' ? [row.code] : [])));
  for (const { row, at } of rows.lists) {
    for (const recipient of [row.goes_to, row.without_team])
      checkName('recipient', recipient, recipients, at, found);
    for (const line of wordsOf(`${row.members} ${row.steps}`)) checkName('line', line, lines, at, found);
    checkName('panel', row.panel, panels, at, found);
    checkPopulation(row.population, known, at, found);
    if (row.population === '' && row.members === '')
      found.add('rule_list_of_nobody', at, 'population or members must say who is on the list');
  }
}

/** A line as a list names it. */
const lineName = (line: string, part: string): string => (part === 'main' ? line : `${line}:${part}`);

function checkPopulation(population: string, known: Known, at: Place, found: Complaints): void {
  for (const word of wordsOf(population).flatMap((group) => group.replace(/^!/, '').split('/')))
    if (word.startsWith('has:')) checkName('event', word.slice(4), known.events, at, found);
    else checkName('state', word, known.states, at, found);
}

/** Neither measured elsewhere nor out of reach: a generic works it out. */
const isWorkedOut = (row: Line): boolean => row.not_measurable === '' && row.measure_id === '';

function checkTerms(row: Line, known: Known, at: Place, found: Complaints): void {
  const eventOrState = (word: string): void => {
    const name = word.split('#')[0] ?? '';
    if (name.startsWith('since:')) checkName('state', name.slice(6), known.states, at, found);
    else checkName('event', name, known.events, at, found);
  };
  checkPopulation(row.population, known, at, found);
  for (const word of [row.anchor, row.completion].flatMap(wordsOf).flatMap((group) => group.split('/')))
    eventOrState(word);
}

function checkParameters(row: Line, at: Place, found: Complaints): void {
  for (const word of wordsOf(row.parameters)) {
    const [name = '', value = ''] = word.split('=');
    const form = trackingParameters[name];
    if (form === undefined) checkName('parameter', name, new Set(Object.keys(trackingParameters)), at, found);
    else if (!form.test(value))
      found.add('rule_field_invalid', at, `column parameters: "${value}" is no value of ${name}`);
  }
}

/** Measures with a model of their own that measures.tracking_line reads beside the cases of states. */
const measuredBeside = ['T13', 'T15', 'T29'];

/** A measure that keeps no children on its lines cannot stand for a line. */
function checkMeasured(rows: RuleRows, found: Complaints): void {
  const kept = new Set([...rows.cases.map(({ row }) => row.measure_id), ...measuredBeside]);
  for (const { row, at } of rows.tracking_lines)
    if (row.measure_id !== '') checkName('measure', row.measure_id, kept, at, found);
}

/** What cites a limit must give it. */
function checkLimit(row: Line, direction: string | undefined, at: Place, found: Complaints): void {
  const limited = row.limit_n !== null;
  const recurs = direction === 'every' || direction === 'standing' || direction === 'register';
  if ((recurs || (direction === 'before' && row.anchor !== '')) && !limited)
    found.add(
      'rule_limit_missing',
      at,
      `line ${row.line_id} ${row.part} cites a limit and gives none: fill limit_n and limit_unit`,
    );
  if (limited !== (row.limit_unit !== ''))
    found.add('rule_field_invalid', at, 'limit_n and limit_unit go together');
  if (row.aim_n !== null && (!limited || row.limit_unit === 'working_days'))
    found.add('rule_field_invalid', at, 'an aim needs a limit, and one that is not in working days');
  const who = wordsOf(row.population).filter((word) => !word.startsWith('!'));
  if (direction !== 'register' && who.length === 0)
    found.add('rule_field_invalid', at, 'column population: must name at least one state that holds');
}

/** A line belongs to one procedure; an authority's own row, or one by its code, may change it. */
function checkOneProcedure(lines: readonly PlacedRule<'tracking_lines'>[], found: Complaints): void {
  const owner = new Map<string, string>();
  for (const { row, at } of lines) {
    if (!(procedures as readonly string[]).includes(row.authority)) continue;
    const first = owner.get(row.line_id) ?? row.authority;
    owner.set(row.line_id, first);
    if (first !== row.authority)
      found.add(
        'rule_line_of_two_procedures',
        at,
        `line ${row.line_id} is of ${first} and of ${row.authority}: give one of them another line_id`,
      );
  }
}

/** A misspelt state of a case or a deadline holds of nobody, and the line reads 0. */
function checkStatesOfCases(rows: RuleRows, states: Names, found: Complaints): void {
  for (const { row, at } of [...rows.cases, ...rows.deadlines]) {
    const named = [
      row.population,
      row.clock ?? '',
      'wait_from' in row ? row.wait_from : '',
      row.all_of,
      row.none_of,
    ];
    for (const state of named.flatMap(wordsOf)) checkName('state', state, states, at, found);
  }
}
