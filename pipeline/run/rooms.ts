/** The rooms that a run walks through. Tests put others in their place. */
import { readAuthority } from '../../sources/authority/authority.ts';
import type { extractAuthority } from '../../sources/extract.ts';
import { inputFingerprint } from '../../sources/fingerprint.ts';
import type { guardPaper } from '../guard/guard.ts';
import { requireEngine, requirePython } from '../python/environment.ts';
import { repositoryFile } from '../repository.ts';
import { type Engine, engineEnvironment } from '../warehouse/engine.ts';
import type { Deriving } from '../warehouse/sqlmesh.ts';
import type { WarnedAudit } from '../warehouse/sqlmesh-output.ts';

/** Where derivation works. */
export interface DerivePlace {
  readonly warehouse: string;
  readonly runFolder: string;
  readonly cacheFolder: string;
  readonly engine: Engine;
  readonly onLine: (line: string) => void;
}

/** Derives a warehouse; one that has much to do before it needs any can begin without. */
export interface DeriveRoom {
  (place: DerivePlace): Promise<WarnedAudit[]>;
  readonly begin?: (place: BeginPlace) => Promise<Deriving>;
}
type BeginPlace = Omit<DerivePlace, 'warehouse'>;

/** Starts what can be started without a warehouse; a shared engine is not asked before there is one. */
export async function beginToDerive({ derive }: Pick<Rooms, 'derive'>, place: BeginPlace): Promise<Deriving> {
  const begun = place.engine === 'embedded' ? await derive.begin?.(place) : undefined;
  return begun ?? { derive: (warehouse) => derive({ ...place, warehouse }), end: () => Promise.resolve() };
}

/** Where the site is built. */
export interface SitePlace {
  readonly editionFolder: string;
  readonly outputFolder: string;
  readonly cacheFolder: string;
  /** Where what Framework builds is kept from one run to the next. */
  readonly kept?: string;
}

/** A site of which all is under way that needs no figure. */
export interface BegunSite {
  readonly draw: Rooms['buildSite'];
  readonly end: () => Promise<void>;
}

export interface Rooms {
  /** Folder of the product's rules. */
  readonly rulesFolder: string;
  readonly readAuthority: typeof readAuthority;
  readonly extractAuthority: typeof extractAuthority;
  readonly inputFingerprint: typeof inputFingerprint;
  /** Refuses before anything is read when derivation could not work. */
  readonly prepare: (engine: Engine) => void;
  readonly derive: DeriveRoom;
  /** Children on file that are derived together, where that is not left to `deriveBatched`. */
  readonly together?: number;
  /** Begins the site of an edition of which only the face is written; without it a site is built when its turn comes. */
  readonly beginSite?: (place: Omit<SitePlace, 'outputFolder'>) => Promise<BegunSite>;
  /** Builds the pages of a site of which only the face is written, and keeps them; without it they are built with the site. */
  readonly buildPages?: (place: Omit<SitePlace, 'outputFolder'>) => Promise<unknown>;
  readonly buildSite: (place: SitePlace) => Promise<{ pages: number }>;
  /** Says what a paper gives away, from its bytes and those of all before it. */
  readonly guard: typeof guardPaper;
}

/** The real ones. Each is entered, and its code loaded, only when a run gets that far. */
export const realRooms: Rooms = {
  rulesFolder: repositoryFile('sources/rules'),
  readAuthority,
  extractAuthority: async (config, options) =>
    (await import('../../sources/extract.ts')).extractAuthority(config, options),
  inputFingerprint,
  prepare: (engine) => {
    requirePython();
    if (engine === 'embedded') return;
    requireEngine(engine);
    engineEnvironment(engine);
  },
  derive: Object.assign(
    async (place: DerivePlace) =>
      (await import('../warehouse/sqlmesh.ts')).derive({ python: requirePython(), ...place }),
    {
      begin: async (place: BeginPlace) =>
        (await import('../warehouse/sqlmesh.ts')).beginDeriving({ python: requirePython(), ...place }),
    },
  ),
  beginSite: async (place) => (await import('./site.ts')).beginSite(place),
  buildPages: async (place) => (await import('./site.ts')).buildPages(place),
  buildSite: async (place) => (await import('./site.ts')).buildSite(place),
  guard: async (input) => (await import('../guard/guard.ts')).guardPaper(input),
};
