import { annexAFiles, annexAHelp, annexAUnused } from './annex-a/contract.ts';
import { addAnnexA, extractAnnexA } from './annex-a/extract.ts';
import { localFiles, localHelp } from './local/contract.ts';
import { extractLocal } from './local/extract.ts';
import type { AdapterRun } from './reading/adapter.ts';
import type { FileContract } from './reading/file-contract.ts';
import type { Population } from './reading/population.ts';
import type { DatabaseSource, Sheet } from './reading/sheet.ts';
import { ssdFiles, ssdHelp, ssdUnused } from './ssd/contract.ts';
import { databaseSheets } from './ssd/database.ts';
import { extractSsd } from './ssd/extract.ts';
import { ssda903Files, ssda903Help, ssda903Unused } from './ssda903/contract.ts';
import { extractSsda903 } from './ssda903/extract.ts';

interface Format {
  /** Its tables as sheets, where they can also be read from a database. */
  readonly database?: (source: DatabaseSource) => Promise<readonly Sheet[]>;
  /** As authority.yaml names it, and before the point in the name of each of its files. */
  readonly name: string;
  /** What people call its files. */
  readonly called: string;
  /** Files that are read, by table. */
  readonly files: Readonly<Record<string, FileContract>>;
  /** Files that are known and feed no measure yet. */
  readonly unused: readonly FileContract[];
  /** Files without which nothing can be read, by their full names. */
  readonly needed: readonly string[];
  /** What each file turns on, by its full name, most useful first: shown where the file is lacking. */
  readonly help: Readonly<Record<string, string>>;
}

/** Columns of the file by which the way of writing the ends of episodes is told. */
interface EpisodeColumns {
  readonly file: FileContract;
  readonly child: string;
  readonly start: string;
  readonly end: string;
}

/** A format that feeds the periods of care: an authority has exactly one such source, or a child would count twice. */
export interface CaseSystem extends Format {
  readonly feedsCare: true;
  readonly episodes: EpisodeColumns;
  /** Whether the first needed file lists children in care alone, so that each has an episode. */
  readonly listsCareOnly: boolean;
  extract(run: AdapterRun): Population;
  /** What it adds where another case system feeds the periods of care; only an adapter that has this may stand beside one. */
  readonly beside?: (run: AdapterRun, population: Population) => void;
}

/** A format that adds to a case system what it does not hold. */
export interface Beside extends Format {
  readonly feedsCare: false;
  extract(run: AdapterRun, population: Population): void;
}

/** Every input format that can be read: another one is a folder beside `ssd` and a row here. */
export const adapters: readonly (CaseSystem | Beside)[] = [
  {
    name: 'ssd',
    called: 'SSD files',
    files: ssdFiles,
    unused: ssdUnused,
    needed: ['ssd.person', 'ssd.cla_episodes'],
    help: ssdHelp,
    feedsCare: true,
    listsCareOnly: false,
    episodes: {
      file: ssdFiles.cla_episodes,
      child: 'clae_person_id',
      start: 'clae_cla_episode_start_date',
      end: 'clae_cla_episode_ceased_date',
    },
    extract: extractSsd,
    database: databaseSheets,
  },
  {
    name: 'ssda903',
    called: '903 files',
    files: ssda903Files,
    unused: ssda903Unused,
    needed: ['ssda903.header', 'ssda903.episodes'],
    help: ssda903Help,
    feedsCare: true,
    listsCareOnly: true,
    episodes: { file: ssda903Files.episodes, child: 'CHILD', start: 'DECOM', end: 'DEC' },
    extract: extractSsda903,
  },
  {
    name: 'annex-a',
    called: 'Annex A lists',
    files: annexAFiles,
    unused: annexAUnused,
    needed: ['annex-a.list_8'],
    help: annexAHelp,
    feedsCare: true,
    episodes: {
      file: annexAFiles.list_8,
      child: 'Child Unique ID',
      start: 'Date Started to be Looked After',
      end: 'Date Ceased to be Looked After',
    },
    listsCareOnly: false,
    extract: extractAnnexA,
    beside: addAnnexA,
  },
  {
    name: 'local',
    called: 'local extracts',
    files: localFiles,
    unused: [],
    needed: [],
    help: localHelp,
    feedsCare: false,
    extract: extractLocal,
  },
];

export const caseSystems = adapters.filter((adapter) => adapter.feedsCare);

/** The one of the named sources that feeds the periods of care; what may stand beside another does so where there is one. */
export function coreOf(names: readonly string[]): CaseSystem | undefined {
  const named = caseSystems.filter(({ name }) => names.includes(name));
  return named.find(({ beside }) => beside === undefined) ?? named[0];
}

/** What can be read beside a case system, and how. */
export const besidesOf = (
  core: CaseSystem,
): readonly (Pick<Format, 'name' | 'help'> & Pick<Beside, 'extract'>)[] =>
  adapters.flatMap((adapter) => {
    if (!adapter.feedsCare) return [adapter];
    const { name, help, beside } = adapter;
    return adapter === core || beside === undefined ? [] : [{ name, help, extract: beside }];
  });

/** Every kind of file that is known, used or not. */
export const fileContracts: readonly FileContract[] = adapters.flatMap(({ files, unused }) => [
  ...Object.values(files),
  ...unused,
]);
