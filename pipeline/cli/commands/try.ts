import type { Command } from 'commander';
import type { Told, Trial, TriedChildren, TriedValue } from '../../analyst/trial.ts';
import { type Context, dataOf, dataOption, repeated } from '../context.ts';
import { table } from '../text-table.ts';

interface Options {
  readonly authority: string[];
  readonly line?: string;
  readonly data: string;
}

/** `tracker try`: one measure with the models and rules as they are now, beside what is published. */
export function addTry(program: Command, context: Context): void {
  const command = program
    .command('try')
    .argument('<measure>', 'such as T3')
    .summary('derive one measure and compare it with what is published (restricted)')
    .description(
      'Derives what one measure needs, by the models and rules of this checkout, from the snapshots behind the live\n' +
        'edition, and prints its figures, the children counted and what differs from the edition. Without an edition it\n' +
        'uses invented children. Nothing is kept and nothing published changes. Audits, trends and checks are not made:\n' +
        'a run makes them. Child-level data: mind who sees the screen.',
    )
    .option(
      '--authority <yaml>',
      'configuration of an authority of the live edition, where not all are wanted or the files have moved; may be repeated',
      repeated,
      [],
    )
    .option('--line <key>', 'the children of this line alone')
    .addHelpText(
      'after',
      '\nExamples:\n  tracker try T3\n  tracker try T7 --line unmatched --data /srv/tracker',
    );
  dataOption(command).action(async (measure: string, options: Options) => {
    const { tryMeasure } = await import('../../analyst/trial.ts');
    const trial = await tryMeasure(dataOf(options).folders, context.rooms, measure, options.authority);
    for (const line of said(trial, options.line)) context.console.say(line);
  });
}

function said(trial: Trial, line: string | undefined): string[] {
  const { measure, asAt, production, models, values, children } = trial;
  const ground = production === null ? 'of invented children: nothing is published' : `beside ${production}`;
  const wanted = (each: { readonly line: string }): boolean => line === undefined || each.line === line;
  const rows = values.filter(wanted);
  const authorities = new Set([...values, ...children].map(({ authority }) => authority));
  const named = authorities.size > 1;
  return [
    `${measure.measure_id} ${measure.name}, as at ${asAt}, ${ground}; ${models} models derived.`,
    '',
    ...table(
      [
        ...(named ? ['authority'] : []),
        'line',
        'figure',
        'now',
        ...(production === null ? [] : ['published', '']),
      ],
      rows.map((row) => [...(named ? [row.authority] : []), ...figureRow(row, production !== null)]),
    ),
    ...(production === null ? [] : ['', changes(trial)]),
    '',
    'Children counted, by case number. Child-level data: mind who sees the screen.',
    ...children.filter(wanted).flatMap((each) => childLines(each, named)),
    ...(children.some(wanted) ? [] : ['  none']),
  ];
}

function figureRow({ line, statistic, period, now, production }: TriedValue, compared: boolean): string[] {
  const cells = [line, `${statistic.replaceAll('_', ' ')} (${period})`, toldInWords(now)];
  const same = JSON.stringify(now) === JSON.stringify(production);
  return compared ? [...cells, toldInWords(production), same ? '' : 'changed'] : cells;
}

function toldInWords(told: Told | null): string {
  if (told === null) return 'not there';
  const { value, numerator, denominator, status } = told;
  const of = numerator === null ? '' : ` (${numerator}${denominator === null ? '' : ` of ${denominator}`})`;
  return `${value ?? '-'}${of} ${status}`;
}

function changes({ values, groupsChanged, children }: Trial): string {
  const figures = values.filter(({ now, production }) => JSON.stringify(now) !== JSON.stringify(production));
  const moved = children.filter(({ change }) => change !== null && change.in.length + change.out.length > 0);
  if (figures.length + groupsChanged + moved.length === 0) return 'Nothing differs from what is published.';
  const sum = (of: 'in' | 'out'): number =>
    moved.reduce((total, each) => total + (each.change?.[of].length ?? 0), 0);
  return `Changed against what is published: ${figures.length} figures, ${groupsChanged} figures of groups; children ${sum('in')} in, ${sum('out')} out.`;
}

const perRow = 8;

function childLines({ authority, line, period, counted, change }: TriedChildren, named: boolean): string[] {
  const rows = Array.from({ length: Math.ceil(counted.length / perRow) }, (_, row) =>
    counted.slice(row * perRow, (row + 1) * perRow).join('  '),
  );
  const heading = `${named ? `${authority} ` : ''}${line} (${period}): ${counted.length}`;
  return [
    heading,
    ...rows.map((row) => `  ${row}`),
    ...(change === null || change.in.length === 0 ? [] : [`  new: ${change.in.join('  ')}`]),
    ...(change === null || change.out.length === 0 ? [] : [`  gone: ${change.out.join('  ')}`]),
  ];
}
