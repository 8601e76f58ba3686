/** What a measure is made of: the models that make its rows, and all that these read. */
import { TrackerError } from '../../sources/error.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import type { RenderedModel } from './models.ts';

type Rules = Pick<RuleBook, 'measures' | 'cases'>;

/** Models of a measure. */
export interface Needs {
  /** Models of schema `measures` that make rows of it. */
  readonly makers: readonly string[];
  /** Those of the others that something it needs would read: empty for it. */
  readonly leftOut: readonly string[];
  /** Everything that the last tables need for it, each after those that it reads, `leftOut` not among them. */
  readonly models: readonly RenderedModel[];
}

/** The measure as the rules write it; an error says which there are. */
export function knownMeasure({ measures }: Rules, asked: string): RuleBook['measures'][number] {
  const found = measures.find(({ measure_id }) => measure_id.toLowerCase() === asked.toLowerCase());
  if (found !== undefined) return found;
  throw new TrackerError(
    'usage',
    'measure_unknown',
    `There is no measure ${asked}.`,
    `There are: ${measures.map(({ measure_id }) => measure_id).join(', ')}. A new one is first a row of sources/rules/measures.csv.`,
  );
}

/**
 * Which models the tables `last` need to say something of one measure. A model makes rows of a measure when its query
 * names it; lines that are rows of cases.csv are all made by one model.
 *
 * @throws {TrackerError} when no model makes rows of it, or none that makes them stands in a list of measures
 * @example needsOf(models, rules, 'T3', ['published.worklist']).makers // ['measures.state_case']
 */
export function needsOf(
  models: readonly RenderedModel[],
  { cases }: Pick<Rules, 'cases'>,
  measureId: string,
  last: readonly string[],
): Needs {
  const makers = makersOf(models, { cases }, measureId);
  if (makers.length === 0) throw unmade(measureId);
  const listed = models.filter(({ name }) => stackModels.includes(name)).flatMap(({ reads }) => reads);
  if (!makers.some((name) => listed.includes(name))) throw inNoList(makers, measureId);
  const ofMeasures = models.filter(({ name }) => name.startsWith('measures.'));
  const others = ofMeasures.map(({ name }) => name).filter((name) => !makers.includes(name));
  // What stacks all measures reads those of this one; a maker may read another measure's model, and then needs it.
  const stacks = (name: string): boolean => stackModels.includes(name);
  const needed = upstream(models, last, (name, read) => !stacks(name) || !others.includes(read));
  return {
    makers,
    leftOut: others.filter((name) => !needed.has(name)),
    models: models.filter(({ name }) => needed.has(name)),
  };
}

/** Models that make rows of a measure; none where no source can give it. */
export function makersOf(
  models: readonly RenderedModel[],
  { cases }: Pick<Rules, 'cases'>,
  measureId: string,
): string[] {
  const isCase = cases.some(({ measure_id }) => measure_id === measureId);
  return models
    .filter(
      ({ name, words }) =>
        name.startsWith('measures.') && (words.includes(measureId) || (isCase && name === caseModel)),
    )
    .map(({ name }) => name);
}

/** Names of the given tables and of all that they rest on; `follows` may leave out what one reads for others alone. */
function upstream(
  models: readonly RenderedModel[],
  last: readonly string[],
  follows: (name: string, read: string) => boolean = () => true,
): ReadonlySet<string> {
  const needed = new Set(last);
  for (const { name, reads } of [...models].reverse())
    if (needed.has(name)) for (const read of reads) if (follows(name, read)) needed.add(read);
  return needed;
}

/**
 * Tables that rows of a measure rest on, raw ones too. Of the states of children only the models of those count that its
 * cases name.
 */
export function restsOn(
  models: readonly RenderedModel[],
  { cases }: Pick<Rules, 'cases'>,
  measureId: string,
): ReadonlySet<string> {
  const makers = makersOf(models, { cases }, measureId);
  const own = caseModels(models, { cases }, measureId);
  return upstream(models, makers, (name, read) => name !== 'core.child_state' || own.includes(read));
}

/** Each state that a row of cases.csv names, with what the line asks of it, in the order in which it is asked. */
export function statesOf(row: Rules['cases'][number]): (readonly [asked: string, state: string])[] {
  const listed = (asked: string, states: string): (readonly [string, string])[] =>
    states.split(' ').map((state) => [asked, state]);
  return [
    ...listed('population', row.population),
    ...listed('must hold', row.all_of),
    ...listed('must not hold', row.none_of),
    ...listed('how long', row.clock ?? ''),
    ...listed('wait from', row.wait_from ?? ''),
  ].filter(([, state]) => state !== '');
}

/** Models whose SQL decides on the cases of a measure: those that say the states which they name, and what weighs them. */
export function caseModels(
  models: readonly RenderedModel[],
  { cases }: Pick<Rules, 'cases'>,
  measureId: string,
): string[] {
  const states = cases.filter((row) => row.measure_id === measureId).flatMap(statesOf);
  const families = models.find(({ name }) => name === 'core.child_state')?.reads ?? [];
  // `plan:` stands in the query where a state is called `plan:ADOPTION`.
  const says = (word: string): boolean =>
    states.some(([, state]) => state === word || (word.endsWith(':') && state.startsWith(word)));
  const decides = ({ name, words }: RenderedModel): boolean =>
    name === 'core.child_case' || (families.includes(name) && words.some(says));
  return states.length === 0 ? [] : models.filter(decides).map(({ name }) => name);
}

const caseModel = 'measures.state_case';
const stackModels = ['scorecard.population_row', 'scorecard.drift_row'];

const inNoList = (makers: readonly string[], measureId: string): TrackerError =>
  new TrackerError(
    'usage',
    'measure_in_no_list',
    `${makers.join(', ')} makes rows of ${measureId}, and nothing reads them.`,
    'Add its name to the list in models/models/scorecard/population_row.sql.',
  );

const unmade = (measureId: string): TrackerError =>
  new TrackerError(
    'usage',
    'measure_without_model',
    `Nothing makes ${measureId}: no row of sources/rules/cases.csv and no model in models/models/measures names it.`,
    'Add its rows to cases.csv, or a model of its own; models/README.md says how.',
  );
