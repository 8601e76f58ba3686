/** Papers of other audiences in lines for the terminal. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrackerError } from '../../sources/error.ts';
import { panelFile, panelManifest } from '../edition/panel-format.ts';
import type { PaperFolders } from '../folders.ts';
import { currentDraft } from '../sealing/draft.ts';
import { readLedger, withdrawalOf } from '../sealing/ledger.ts';
import { refuseLostLedger } from '../sealing/paper-shelf.ts';
import { table as textTable } from './text-table.ts';

/** Every paper with what became of it. */
export function paperLines(places: readonly PaperFolders[]): string[] {
  const rows = places.flatMap((place) => {
    refuseLostLedger(place);
    const book = readLedger(place);
    const { audience, authority } = place;
    const sealed = book.sealed.map(({ edition_id, meeting_date }) => {
      const withdrawn = withdrawalOf(book, edition_id);
      const state =
        withdrawn === null ? `sealed for ${meeting_date}` : `withdrawn on ${withdrawn.withdrawn_on}`;
      return [audience, authority, edition_id, state];
    });
    const draft = currentDraft(place);
    return draft === null
      ? sealed
      : [...sealed, [audience, authority, draft.edition_id, 'draft, not published']];
  });
  if (rows.length === 0) return ['There is no paper yet. `tracker run` makes a draft.'];
  return textTable(['audience', 'authority', 'paper', 'state'], rows);
}

/** One paper: whom it is for, what day it describes, what was checked, how much is hidden in which table. */
export function paperShowLines(place: PaperFolders, id: string): string[] {
  refuseLostLedger(place);
  const folder = folderOf(place, id);
  const read = (path: string): unknown => JSON.parse(readFileSync(join(folder, path), 'utf8'));
  const manifest = panelManifest.parse(read('manifest.json'));
  const { hidden } = panelFile.parse(read('data/panel.json'));
  const withdrawn = withdrawalOf(readLedger(place), manifest.edition_id);
  const shares = hidden.by_breakdown.map(({ table, cells, hidden: gone, fallback }) => [
    table,
    String(cells),
    String(gone),
    fallback ?? '',
  ]);
  return [
    `${manifest.edition_id} (${manifest.kind})`,
    `${manifest.title}, ${manifest.marking}`,
    `Quarter-end ${manifest.as_at_date}${manifest.meeting_date === undefined ? '' : `, meeting of ${manifest.meeting_date}`}`,
    ...(withdrawn === null ? [] : [`Withdrawn on ${withdrawn.withdrawn_on}. Ask: ${withdrawn.by_role}.`]),
    `Checks: ${manifest.checks.map(({ check, result }) => `${check} ${result}`).join(', ')}`,
    `Hidden: ${hidden.hidden} of ${hidden.cells} numbers (${hidden.share_percent}%)`,
    ...textTable(['table', 'numbers', 'hidden', 'put together'], shares),
  ];
}

function folderOf(place: PaperFolders, id: string): string {
  const draft = currentDraft(place);
  if (draft !== null && (id === 'draft' || id === draft.edition_id)) return draft.folder;
  if (readLedger(place).sealed.some(({ edition_id }) => edition_id === id)) return join(place.editions, id);
  throw new TrackerError(
    'usage',
    'edition_unknown',
    'There is no paper of that name.',
    '`tracker panel list` names them.',
  );
}
