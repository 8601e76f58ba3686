import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadRules } from '../../../sources/rules/rules.ts';
import { makeFolder } from '../../folders.ts';
import { type Context, dataOf, dataOption } from '../context.ts';

interface Options {
  readonly authority?: string;
  readonly data: string;
}

/** `tracker measure`: what a measure is made of, as a page for analysts. */
export function addMeasure(program: Command, context: Context): void {
  const command = program
    .command('measure')
    .argument('[measure]', 'such as T3; all when none is named')
    .summary('write a page on what a measure is made of, down to the fields of the case files')
    .description(
      'Writes <data>/cache/measures/<measure>.html: the fields of the case files that decide the measure, its rows of all\n' +
        'rule files, its SQL, its tests, the models it rests on and what else uses them. Made from this checkout alone:\n' +
        'no figure and no child is on it. The first page after a change of the models takes some time.',
    )
    .option('--authority <yaml>', "an authority whose own rules count; else the product's alone")
    .addHelpText('after', '\nExamples:\n  tracker measure T3\n  tracker measure');
  dataOption(command).action(async (asked: string | undefined, options: Options) =>
    measure(asked, options, context),
  );
}

/** Of no authority: rows that are an authority's own are not among its rules. */
const nobody = { authority: 'every authority', procedure: 'hertfordshire', rules: null };

async function measure(
  asked: string | undefined,
  { authority, ...options }: Options,
  { console, rooms }: Context,
): Promise<void> {
  const { modelLineage, renderedModels } = await import('../../analyst/models.ts');
  const { analystBook, indexPage, measurePage } = await import('../../analyst/measure-page.ts');
  const { knownMeasure } = await import('../../analyst/needs.ts');
  const { folders } = dataOf(options);
  const rules = loadRules(
    rooms.rulesFolder,
    authority === undefined ? nobody : rooms.readAuthority(authority),
  );
  const wanted = asked === undefined ? rules.measures : [knownMeasure(rules, asked)];
  console.progress('reading the models; after a change of them this takes a minute');
  const lineage = await modelLineage(folders.cache);
  const book = analystBook(rules, await renderedModels(folders.cache), lineage);
  const folder = makeFolder(join(folders.cache, 'measures'));
  for (const { measure_id } of wanted)
    writeFileSync(join(folder, `${measure_id}.html`), measurePage(book, measure_id));
  if (asked === undefined) writeFileSync(join(folder, 'index.html'), indexPage(book));
  console.say(join(folder, asked === undefined ? 'index.html' : `${wanted[0]?.measure_id}.html`));
}
