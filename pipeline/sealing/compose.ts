/** Writes the sealed edition's data: that of the working edition under a new name, judged on the meeting's day. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommentaryFile } from '../edition/commentary-format.ts';
import type { Manifest, Waiver } from '../edition/format.ts';
import { valueTable, writeValues } from '../edition/values.ts';
import { canonicalJson, fileSha256 } from '../hash.ts';
import { quoted, quotedPath, withDatabase } from '../warehouse/database.ts';

/** What is sealed. */
export interface SealedData {
  readonly editionId: string;
  readonly meeting: string;
  readonly working: Manifest;
  readonly workingFolder: string;
  readonly commentary: CommentaryFile;
  readonly waivers: readonly Waiver[];
}

const named = ['data/measure-values.csv', 'data/measure-values.arrow'];
const commentaryPath = 'data/commentary.json';

/** Writes into an empty folder and returns the manifest. Every figure is that of the working edition. */
export async function composeSealed(folder: string, sealed: SealedData): Promise<Manifest> {
  const { working, workingFolder } = sealed;
  const paths = Object.keys(working.files).sort();
  mkdirSync(join(folder, 'data'), { recursive: true });
  for (const path of paths.filter((each) => !named.includes(each) && each !== commentaryPath)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(workingFolder, path), join(folder, path));
  }
  await renameValues(workingFolder, folder, sealed.editionId);
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

/** The figures as published, row for row, under the new edition's name: the warehouse is not asked again. */
async function renameValues(from: string, to: string, editionId: string): Promise<void> {
  const csv = quotedPath(join(from, 'data', 'measure-values.csv'));
  await withDatabase(':memory:', async (database) => {
    await database.run(`
      CREATE TABLE ${valueTable} AS
      SELECT * REPLACE (
        ${quoted(editionId)} AS edition_id, CAST(numerator AS BIGINT) AS numerator,
        CAST(denominator AS BIGINT) AS denominator, CAST(value AS DECIMAL(18, 6)) AS value,
        CAST(provisional AS BOOLEAN) AS provisional)
      FROM read_csv(${csv}, header = true, all_varchar = true, allow_quoted_nulls = false, delim = ',', quote = '"')`);
    await writeValues(database, join(to, 'data'));
  });
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
