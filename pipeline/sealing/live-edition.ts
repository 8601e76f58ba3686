/** The live working edition with what people say of it now, as sealing and the commentary commands see it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentaryFingerprint } from '../../sources/commentary/commentary.ts';
import { comparable } from '../../sources/commentary/identifier.ts';
import { TrackerError } from '../../sources/error.ts';
import { loadRules } from '../../sources/rules/rules.ts';
import { type AuthorityCommentary, readAuthorityCommentary } from '../commentary/authority-commentary.ts';
import { caseNumbersOf } from '../commentary/case-numbers.ts';
import { type CommentaryFile, commentaryFile } from '../edition/commentary-format.ts';
import { type Manifest, manifest } from '../edition/format.ts';
import { codeVersion } from '../edition/identity.ts';
import type { DataFolders } from '../folders.ts';
import { liveEdition } from '../publish/live.ts';
import { liveBuiltFrom } from '../publish/publish.ts';
import { commentaryInput } from '../run/configuration.ts';
import type { Rooms } from '../run/rooms.ts';
import { listSnapshots } from '../snapshot/store.ts';

/** A complete live edition, and the commentaries that it was made with. */
export interface SealingSource {
  readonly manifest: Manifest;
  readonly folder: string;
  readonly commentary: CommentaryFile;
  readonly commentaries: readonly AuthorityCommentary[];
  /** Case numbers of every authority in it, as they are compared. */
  readonly caseNumbers: ReadonlySet<string>;
}

/** Reads it; an error when nothing is live, a part is missing, or a commentary changed since it was made. */
export async function readSealingSource(folders: DataFolders, rooms: Rooms): Promise<SealingSource> {
  const live = liveEdition(folders);
  if (live === null)
    throw new TrackerError(
      'usage',
      'nothing_published',
      'Nothing has been published yet.',
      'Make an edition with `tracker run` first.',
    );
  const from = liveBuiltFrom(folders);
  if (from === null)
    throw new TrackerError(
      'check_stopped',
      'edition_incomplete',
      `${live} is not complete: its warehouse or the note of what it was made from is gone.`,
      'Run that as-at date again: the edition is made anew from its snapshots.',
    );
  if (from.code_version !== codeVersion())
    throw new TrackerError(
      'check_stopped',
      'program_changed',
      `${live} was made by another version of the program.`,
      'Run `tracker run` again, so that figures and pages come from one version, and seal then.',
    );
  const folder = join(folders.editions, live);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const commentaries: AuthorityCommentary[] = [];
  const keys = new Set<string>();
  for (const [authority, path] of Object.entries(from.configurations).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const config = rooms.readAuthority(path);
    if (from.inputs[commentaryInput(authority)] !== commentaryFingerprint(config.commentary))
      throw new TrackerError(
        'check_stopped',
        'commentary_changed',
        `The commentaries of ${authority} have changed since ${live} was made.`,
        'Run `tracker run` again, so that what is sealed is what was published, and seal then.',
      );
    const snapshots = listSnapshots(folders.snapshots, authority);
    const rules = loadRules(rooms.rulesFolder, config);
    commentaries.push(await readAuthorityCommentary(config, rules, snapshots));
    for (const key of await caseNumbersOf(snapshots)) keys.add(key);
  }
  return {
    manifest: manifest.parse(read('manifest.json')),
    folder,
    commentary: commentaryFile.parse(read('data/commentary.json')),
    commentaries,
    caseNumbers: comparable(keys),
  };
}
