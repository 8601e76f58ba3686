/** The configuration of a run: which authorities, which rules, which code, and whether anything is new. */
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { commentaryFingerprint } from '../../sources/commentary/commentary.ts';
import { type FailureClass, TrackerError } from '../../sources/error.ts';
import { loadRules, type RuleBook } from '../../sources/rules/rules.ts';
import { type History, readHistory } from '../change/edition-before.ts';
import { codeVersion, rulesVersion } from '../edition/identity.ts';
import type { DataFolders } from '../folders.ts';
import { canonicalJson, sha256 } from '../hash.ts';
import { withAnswers } from '../pack/answers.ts';
import { ledgerFingerprint } from '../shelf/draft.ts';
import { paperPlace } from '../shelf/place.ts';
import type { BuiltFrom } from '../shelf/publish.ts';
import type { Rooms } from './rooms.ts';

/** An authority that a region's run goes on without, and why. */
export interface LeftOut {
  readonly config: AuthorityConfig;
  readonly error: TrackerError;
}

/** One authority of a run. */
export interface ConfiguredAuthority {
  readonly config: AuthorityConfig;
  readonly rules: RuleBook;
  readonly fingerprint: string;
  /** Fingerprint of its commentaries, which enter an edition and no snapshot. */
  readonly commentary: string;
  /** Fingerprint of its texts for the Panel, and of the papers already published, which its drafts are held against. */
  readonly papers: string;
}

export interface Configuration {
  /** Authorities of a region whose own rules or files cannot be read: the run goes on without them. */
  readonly leftOut: readonly LeftOut[];
  readonly asAt: string;
  readonly codeVersion: string;
  readonly rulesVersion: string;
  readonly authorities: readonly ConfiguredAuthority[];
  /** What the edition is compared with. */
  readonly history: History;
}

/** Reads every configuration and rule book, in order of authority code, and looks for the edition before. */
export async function readConfiguration(
  rooms: Rooms,
  paths: readonly string[],
  asAt: string,
  folders: DataFolders,
): Promise<Configuration> {
  const configs = paths.map((path) => rooms.readAuthority(path));
  configs.sort((a, b) => (a.authority < b.authority ? -1 : 1));
  refuseTwice(configs);
  const leftOut: LeftOut[] = [];
  const authorities = await eachAuthority(
    configs,
    (config) => config,
    async (read) => {
      const rules = loadRules(rooms.rulesFolder, read, asAt);
      const config = withAnswers(read, folders, rules, asAt);
      const commentary = commentaryFingerprint(config.commentary);
      const papers = papersFingerprint(folders, config, rules);
      const fingerprint = await rooms.inputFingerprint(config);
      return { config, rules, fingerprint, commentary, papers };
    },
    configs.length > 1 ? (left) => leftOut.push(left) : null,
  );
  return { leftOut, asAt, codeVersion: codeVersion(), ...ofAuthorities(authorities, folders, asAt) };
}

/** The same configuration with some of its authorities alone. */
export const narrowed = (
  configuration: Configuration,
  authorities: readonly ConfiguredAuthority[],
  folders: DataFolders,
): Configuration =>
  authorities.length === configuration.authorities.length
    ? configuration
    : { ...configuration, ...ofAuthorities(authorities, folders, configuration.asAt) };

const ofAuthorities = (authorities: readonly ConfiguredAuthority[], folders: DataFolders, asAt: string) => ({
  authorities,
  rulesVersion: rulesVersion(authorities),
  history: readHistory(
    folders,
    asAt,
    authorities.map(({ config }) => config.authority),
  ),
});

/**
 * Does the work for one authority after the other. Where `leave` is given, one at whose own files or rules it fails is
 * left out and told of; any other failure ends the run, as does the last authority's. Without `leave` every failure does.
 */
export async function eachAuthority<T, R>(
  all: readonly T[],
  configOf: (item: T) => AuthorityConfig,
  work: (item: T, index: number) => Promise<R>,
  leave: ((left: LeftOut) => void) | null,
): Promise<R[]> {
  const done: R[] = [];
  let first: TrackerError | null = null;
  for (const [index, item] of all.entries())
    try {
      done.push(await work(item, index));
    } catch (error) {
      if (leave === null || !(error instanceof TrackerError) || !ownFaults.has(error.failure)) throw error;
      first ??= error;
      leave({ config: configOf(item), error });
    }
  if (done.length === 0 && first !== null) throw first;
  return done;
}

/** A full disk, a missing program or a fault of ours is nobody's own. */
const ownFaults: ReadonlySet<FailureClass> = new Set(['usage', 'input_refused', 'check_stopped'] as const);

function refuseTwice(configs: readonly AuthorityConfig[]): void {
  const twice = configs.find(
    (config, index) => configs.findIndex((other) => other.authority === config.authority) !== index,
  );
  if (twice === undefined) return;
  throw new TrackerError(
    'usage',
    'authority_twice',
    `The authority code ${twice.authority} is used by two configurations.`,
    'Give each authority.yaml of a region its own code in `authority`.',
  );
}

/** Under which name an authority's commentaries stand among the inputs of an edition. */
export const commentaryInput = (authority: string): string => `${authority} commentary`;

/** Under which name what other audiences' papers depend on stands among the inputs of an edition. */
export const papersInput = (authority: string): string => `${authority} papers`;

/** Audiences for which every run makes a draft; audiences.csv decides, the authority's own before the product's. */
export const audiencesOf = ({ audiences }: Pick<RuleBook, 'audiences'>): RuleBook['audiences'] =>
  audiences.filter(({ every_run }) => every_run);

/** Changes with the texts for the Panel, and with every sealing or withdrawal of a paper. */
export const papersFingerprint = (
  folders: DataFolders,
  config: Pick<AuthorityConfig, 'authority' | 'panel_words'>,
  rules: Pick<RuleBook, 'audiences'>,
): string =>
  sha256(
    canonicalJson([
      commentaryFingerprint(config.panel_words),
      audiencesOf(rules).map(({ audience }) =>
        ledgerFingerprint(paperPlace(folders, audience, config.authority)),
      ),
    ]),
  );

/** Under which name the edition before stands among the inputs; no authority's code holds a blank. */
const editionBefore = 'edition before';

/** What the edition of this configuration is made from. */
export const madeFrom = (configuration: Configuration, editionId: string): BuiltFrom => ({
  edition_id: editionId,
  as_at: configuration.asAt,
  code_version: configuration.codeVersion,
  rules_version: configuration.rulesVersion,
  inputs: Object.fromEntries([
    ...configuration.authorities.flatMap(({ config, fingerprint, commentary, papers }) => [
      [config.authority, fingerprint],
      [commentaryInput(config.authority), commentary],
      [papersInput(config.authority), papers],
    ]),
    [editionBefore, configuration.history.fingerprint],
  ]),
  configurations: Object.fromEntries(
    configuration.authorities.map(({ config }) => [config.authority, config.path]),
  ),
});

/** True when a run would only make the live edition again. Where the configuration lies does not matter. */
export function isNothingNew(configuration: Configuration, live: BuiltFrom | null): live is BuiltFrom {
  if (live === null) return false;
  const { configurations: _, ...now } = madeFrom(configuration, live.edition_id);
  const { configurations: __, ...then } = live;
  return sorted(now) === sorted(then);
}

const sorted = (from: Omit<BuiltFrom, 'configurations'>): string =>
  JSON.stringify([from.as_at, from.code_version, from.rules_version, Object.entries(from.inputs).sort()]);
