import { localFiles, localHelp, localUnused } from './local/contract.ts';
import { extractLocal } from './local/extract.ts';
import type { AdapterRun } from './reading/adapter.ts';
import { type FileContract, unusedFile } from './reading/file-contract.ts';
import type { Population } from './reading/population.ts';
import { ssdFiles, ssdHelp, ssdUnused } from './ssd/contract.ts';
import { extractSsd } from './ssd/extract.ts';
import { ssda903Files, ssda903Help, ssda903Unused } from './ssda903/contract.ts';
import { extractSsda903 } from './ssda903/extract.ts';

interface Format {
  /** As authority.yaml names it, and before the point in the name of each of its files. */
  readonly name: string;
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
export interface EpisodeColumns {
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
  },
  {
    name: 'ssda903',
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
    name: 'local',
    files: localFiles,
    unused: localUnused,
    needed: [],
    help: localHelp,
    feedsCare: false,
    extract: extractLocal,
  },
];

export const caseSystems = adapters.filter((adapter) => adapter.feedsCare);
export const besides = adapters.filter((adapter) => !adapter.feedsCare);

/** Ofsted's Annex A, list 8 (children looked after): one row a child without its history, so no case system. */
const annexA: readonly FileContract[] = [
  unusedFile('Annex A', 'list 8', [
    'Child Unique ID',
    'Date Started to be Looked After',
    "Child's Category of Need",
    'Start date of current legal status',
    'Date of Latest Statutory Review',
    'What is the permanence plan for this child?',
  ]),
];

/** Every kind of file that is known, used or not. */
export const fileContracts: readonly FileContract[] = [
  ...adapters.flatMap(({ files, unused }) => [...Object.values(files), ...unused]),
  ...annexA,
];
