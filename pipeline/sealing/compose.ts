/** Writes the sealed edition's data: copies of the working edition's files, and the commentary judged on the meeting's day. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommentaryFile } from '../edition/commentary-format.ts';
import type { Manifest, Waiver } from '../edition/format.ts';
import { canonicalJson, fileSha256 } from '../hash.ts';

/** What is sealed. */
interface SealedData {
  readonly editionId: string;
  readonly meeting: string;
  readonly working: Manifest;
  readonly workingFolder: string;
  readonly commentary: CommentaryFile;
  readonly waivers: readonly Waiver[];
}

const commentaryPath = 'data/commentary.json';

/** Writes into an empty folder and returns the manifest, which alone holds the sealed edition's id. */
export function composeSealed(folder: string, sealed: SealedData): Manifest {
  const { working, workingFolder } = sealed;
  const paths = Object.keys(working.files).sort();
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(workingFolder, path), join(folder, path));
  }
  writeFileSync(join(folder, commentaryPath), canonicalJson(withWaivers(sealed.commentary, sealed.waivers)));
  const manifest: Manifest = {
    ...working,
    edition_id: sealed.editionId,
    kind: 'sealed',
    meeting_date: sealed.meeting,
    sealed_from: working.edition_id,
    waivers: [...sealed.waivers],
    files: Object.fromEntries(paths.map((path) => [path, fileSha256(join(folder, path))])),
  };
  writeFileSync(join(folder, 'manifest.json'), canonicalJson(manifest));
  return manifest;
}

function withWaivers(file: CommentaryFile, waivers: readonly Waiver[]): CommentaryFile {
  return {
    entries: file.entries,
    due: file.due.map((each) => {
      const waiver = waivers.find(
        (one) =>
          one.authority === each.authority && one.measure_id === each.measure_id && one.line === each.line,
      );
      return waiver === undefined ? each : { ...each, state: 'waived', waived_because: waiver.because };
    }),
  };
}
