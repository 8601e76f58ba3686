import { z } from 'zod';
import { adapters, caseSystems, coreOf } from '../adapters.ts';
import { isoDay } from '../days.ts';
import { procedures } from '../rules/vocabulary.ts';

const names = (some: readonly { readonly name: string }[]): string[] => some.map(({ name }) => name);

const hasDatabase = (name: string): boolean =>
  adapters.find((adapter) => adapter.name === name)?.database !== undefined;

/** One source of an authority: an adapter and where its files lie. */
const sourceEntry = z
  .strictObject({
    adapter: z.enum(names(adapters), `must be one of ${names(adapters).join(', ')}`),
    folder: z.string().min(1).optional(),
    folders: z.array(z.string().min(1)).min(1).optional(),
    /** Name of the environment variable that holds the connection of a database; never the connection. */
    database: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, not a connection')
      .optional(),
    schema: z.string().min(1).optional(),
    end_dates: z.enum(['touch', 'day_before'], 'must be touch or day_before').default('touch'),
    last_day_in_care: z
      .enum(['exclusive', 'inclusive'], 'must be exclusive or inclusive')
      .default('exclusive'),
    /** First day from which an extract that stands beside a case system is whole, by its kind. */
    covers_from: z.record(z.string(), isoDay).optional(),
  })
  .refine(
    ({ folder, folders, database }) =>
      [folder, folders, database].filter((place) => place !== undefined).length === 1,
    'needs one of folder, folders and database',
  )
  .refine(({ adapter, database }) => database === undefined || hasDatabase(adapter), {
    path: ['database'],
    message: `can be read by ${names(adapters.filter(({ name }) => hasDatabase(name))).join(', ')} alone`,
  })
  .superRefine(({ adapter, covers_from }, context) => {
    const kinds = Object.keys(adapters.find(({ name }) => name === adapter)?.files ?? {});
    for (const kind of Object.keys(covers_from ?? {}))
      if (!kinds.includes(kind))
        context.addIssue({
          code: 'custom',
          path: ['covers_from', kind],
          message: `is no kind of file of ${adapter}: it has ${kinds.join(', ')}`,
        });
  });

/** `authority.yaml`, as written by the authority. */
export const authorityFile = z
  .strictObject({
    authority: z.string().regex(/^[a-z0-9-]+$/, 'must be a short code of small letters, digits and hyphens'),
    name: z.string().min(1, 'must not be empty'),
    procedure: z.enum(procedures, `must be one of ${procedures.join(', ')}`).default('unnamed'),
    extract_date: isoDay.nullable().default(null),
    plan_history_from: isoDay.nullable().default(null),
    /** First day from which the files of the case system are whole. */
    extract_covers_from: isoDay.nullable().default(null),
    /** A child with an open episode whom the next 903 return does not list: in care until that 31 March, or still. */
    absent_from_later_year: z
      .enum(['closed_at_year_end', 'open'], 'must be closed_at_year_end or open')
      .default('closed_at_year_end'),
    /** File that says which two ids are one child, relative to this file. */
    same_child: z.string().min(1).nullable().default(null),
    sources: z.array(sourceEntry).min(1, 'needs at least one source'),
    aliases: z.string().min(1).nullable().default(null),
    rules: z.string().min(1).nullable().default(null),
    /** Name or three-figure number of the authority in the Department for Education's tables. */
    benchmark_authority: z
      .union([z.string().min(1), z.number().int().transform(String)])
      .nullable()
      .default(null),
    /** Whether those tables speak of this council: then anybody can look up what they say of its children. */
    benchmark_authority_is: z.enum(['itself', 'another'], 'must be itself or another').default('itself'),
    /** Folder of the authority's commentaries, relative to this file. */
    commentary: z.string().min(1).nullable().default(null),
    /** Folder of the authority's texts for its Panel's papers, relative to this file. */
    panel_words: z.string().min(1).nullable().default(null),
    /** Restricted folder outside the data folder where every run puts the Monday pack, relative to this file. */
    packs: z.string().min(1).nullable().default(null),
    /** Address at which readers open the Board's published folder: the Monday pack then links the page of each team. */
    board_site: z
      .url({
        protocol: /^(?:https?|file)$/,
        error: 'must be the address of a folder, such as https://intranet/permanence/',
      })
      .nullable()
      .default(null),
    /** File with the case numbers (column child_id) whose records are restricted, relative to this file. */
    restricted_records: z.string().min(1).nullable().default(null),
  })
  .superRefine(oneCaseSystem);

/** One case system feeds the periods of care: two would count a child twice. */
function oneCaseSystem(file: { sources: { adapter: string }[] }, context: z.RefinementCtx): void {
  const entries = file.sources.map((source) => source.adapter);
  const twice = entries.findIndex((adapter, at) => entries.indexOf(adapter) !== at);
  const complain = (path: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path, message });
  if (twice !== -1) complain(['sources', twice, 'adapter'], 'occurs twice: list its folders under one entry');
  const systems = names(caseSystems.filter(({ beside }) => beside === undefined)).filter((name) =>
    entries.includes(name),
  );
  if (systems.length > 1) {
    complain(['sources'], `name ${systems.join(' and ')}: choose the one that feeds the periods of care`);
  } else if (coreOf(entries) === undefined) {
    complain(['sources'], `need ${names(caseSystems).join(' or ')}: other files hold no periods of care`);
  }
}
