/**
 * Engines that derive in place of the warehouse file: a shared PostgreSQL, or Spark. The file is loaded as ever; what is in its
 * schema `raw` goes to the engine, SQLMesh derives there, and what is read after derivation comes back into the file
 * (pipeline/python/engines.py). So nothing behind the warehouse knows where it was derived.
 */
import { TrackerError } from '../../sources/error.ts';

export const engines = ['embedded', 'postgres', 'spark'] as const;
/** `embedded` is DuckDB in the warehouse file itself, which needs nothing to be started. */
export type Engine = (typeof engines)[number];
export type SharedEngine = Exclude<Engine, 'embedded'>;

interface Described {
  readonly name: string;
  /** Environment variable that holds the connection, which stands nowhere else. */
  readonly variable: string;
  readonly connection: string;
  readonly oldest: string;
}

const described: Readonly<Record<SharedEngine, Described>> = {
  postgres: {
    name: 'PostgreSQL',
    variable: 'TRACKER_POSTGRES',
    connection: 'postgresql://<user>:<password>@<host>:<port>/<database>',
    oldest: '14',
  },
  spark: {
    name: 'Spark',
    variable: 'TRACKER_SPARK',
    connection: 'local[2] for this machine, or spark://<host>:<port>',
    oldest: '3.5',
  },
};

/** What editions, papers, worklists and explanations read; all else stays in the engine. */
export const readLater = [
  'published.*',
  'scorecard.measure_case',
  'measures.children_in_care',
  'measures.tracking_line',
  'scorecard.case_rating',
  'core.child_as_at',
  'core.cessation',
  'core.child_state',
  'staging.rule_case_condition',
  'staging.rule_requirement',
];

/**
 * What the process that derives must know of the engine.
 * @throws {TrackerError} `engine_not_named` (exit 2) when the connection is not set
 */
export function engineEnvironment(
  engine: SharedEngine,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  tables: readonly string[] = readLater,
): Record<string, string> {
  const { name, variable, connection } = described[engine];
  const given = environment[variable]?.trim() ?? '';
  if (given === '')
    throw new TrackerError(
      'usage',
      'engine_not_named',
      `The environment variable ${variable} is not set: it holds the connection of ${name}.`,
      `Set it to ${connection} for the account that runs the tracker, or leave --engine away: DuckDB then derives.`,
    );
  const java = process.env['JAVA_HOME'] === undefined ? {} : { JAVA_HOME: process.env['JAVA_HOME'] };
  return { TRACKER_ENGINE: engine, [variable]: given, TRACKER_TABLES: tables.join(' '), ...java };
}

/** What the engine, or SQLMesh at work in it, ran into; null when it was something else. */
export function engineFailure(
  engine: SharedEngine,
  spoken: { readonly stdout: string; readonly stderr: string },
): TrackerError | null {
  const told = /^engine: (\w+) ?(.*)$/m.exec(spoken.stderr);
  const words = `${spoken.stdout}\n${spoken.stderr}`;
  const code = told?.[1] ?? (full.test(words) ? 'disk_full' : lost.test(words) ? 'lost' : null);
  if (code === null) return null;
  const [what, advice] = failure(described[engine], code, told?.[2]?.trim() ?? '');
  return new TrackerError(
    'derivation_failed',
    `engine_${code}`,
    what,
    `The live site is as it was. ${advice}`,
  );
}

/** As the engines say it; a full disk of this machine is said by Python, with the number of the error. */
const full = /(?<!\[Errno 28\] )No space left on device/;
const lost =
  /server closed the connection|terminating connection|connection already closed|SSL SYSCALL|stopped SparkContext|Java side is empty/;

/** What happened and what to do, by the codes of pipeline/python/engines.py; no address, login or value. */
function failure({ name, variable, oldest }: Described, code: string, detail: string): [string, string] {
  const failures: Readonly<Record<string, [string, string]>> = {
    unreachable: [
      `${name} cannot be reached.`,
      `Check the address and port in ${variable}, that it is running, and the network between.`,
    ],
    login: [
      `${name} refuses the login, or has no database of that name.`,
      `Check user, password and database in ${variable}.`,
    ],
    version: [`${name} ${detail} is too old.`, `Use version ${oldest} or later.`],
    rights: [
      `The login may not make schemas in the database of ${name}.`,
      'Let it own a database of its own, or grant it CREATE on the database.',
    ],
    in_use: [
      `Another run is at work in the database of ${name}.`,
      'Wait for it to end and run again, or give each data folder a database of its own. Nothing needs to be deleted.',
    ],
    foreign_schema: [
      `The database of ${name} holds a schema "${detail}" that the tracker did not make.`,
      'It is left as it is. Give the tracker a database of its own, or rename that schema.',
    ],
    differs: [
      `${name} gives another answer than DuckDB to the check "${detail}", so its figures could differ.`,
      detail === 'collation'
        ? "Make the database with the sort order of bytes: CREATE DATABASE ... TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'."
        : 'Ask whoever keeps it which of its settings does that, or leave --engine away: DuckDB then derives.',
    ],
    no_java: [
      `Java, in which ${name} runs, cannot be started.`,
      'Install Java 17, or set JAVA_HOME to where it lies.',
    ],
    disk_full: [
      `The disk of ${name} is without room.`,
      'Make room there and run again: the next run starts clean.',
    ],
    lost: [
      `The connection to ${name} was lost while it derived.`,
      'See in its log why, a full disk perhaps, and run again once it is back: the next run starts clean.',
    ],
  };
  return (
    failures[code] ?? [
      `${name} could not do what was asked (its error code: ${detail || 'none'}).`,
      'Look the code up in its manual, or ask whoever keeps it; sqlmesh.log in the run folder has the whole output.',
    ]
  );
}
