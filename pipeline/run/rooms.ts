/** The rooms that a run walks through. Tests put others in their place. */
import { readAuthority } from '../../sources/authority/authority.ts';
import type { extractAuthority } from '../../sources/extract.ts';
import { inputFingerprint } from '../../sources/fingerprint.ts';
import type { guardPaper } from '../guard/guard.ts';
import { requireEngine, requirePython } from '../python/environment.ts';
import { repositoryFile } from '../repository.ts';
import { type Engine, engineEnvironment } from '../warehouse/engine.ts';
import type { WarnedAudit } from '../warehouse/sqlmesh-output.ts';

/** Where derivation works. */
export interface DerivePlace {
  readonly warehouse: string;
  readonly runFolder: string;
  readonly cacheFolder: string;
  readonly engine: Engine;
  readonly onLine: (line: string) => void;
}

/** Where the site is built. */
export interface SitePlace {
  readonly editionFolder: string;
  readonly outputFolder: string;
  readonly cacheFolder: string;
  /** Where what Framework builds is kept from one run to the next. */
  readonly kept?: string;
  /** What Framework built from the edition's face; built now when there is none. */
  readonly pages?: string;
}

export interface Rooms {
  /** Folder of the product's rules. */
  readonly rulesFolder: string;
  readonly readAuthority: typeof readAuthority;
  readonly extractAuthority: typeof extractAuthority;
  readonly inputFingerprint: typeof inputFingerprint;
  /** Refuses before anything is read when derivation could not work. */
  readonly prepare: (engine: Engine) => void;
  readonly derive: (place: DerivePlace) => Promise<WarnedAudit[]>;
  /** Builds the pages of an edition's face, and says in which file they lie. */
  readonly buildPages?: (place: Pick<SitePlace, 'editionFolder' | 'cacheFolder' | 'kept'>) => Promise<string>;
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
  derive: async (place) =>
    (await import('../warehouse/sqlmesh.ts')).derive({ python: requirePython(), ...place }),
  buildPages: async (place) => (await import('./site.ts')).buildPages(place),
  buildSite: async (place) => {
    const { buildSite, buildSiteAside } = await import('./site.ts');
    return place.pages === undefined ? buildSite(place) : buildSiteAside(place);
  },
  guard: async (input) => (await import('../guard/guard.ts')).guardPaper(input),
};
