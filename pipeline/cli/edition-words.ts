/** Editions and their differences as lines to print. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../edition/format.ts';
import { type PanelManifest, panelFile } from '../edition/panel-format.ts';
import { changedFiles } from '../shelf/bytes.ts';
import type { EditionDifference, WordDifference } from '../shelf/difference.ts';
import { currentDraft } from '../shelf/draft.ts';
import type { PaperPlace, Place } from '../shelf/place.ts';
import { fromShelf, kindOf, type ShelvedEdition, sealedFaults, shelf } from '../shelf/shelf.ts';
import { table } from './text-table.ts';

const draftOf = (place: Place) => ('drafts' in place ? currentDraft(place as PaperPlace) : null);

/** One row per edition and draft. */
export function listLines(places: readonly Place[]): string[] {
  const rows = places.flatMap((place) => {
    const whose = place.authority === null ? place.audience : `${place.audience} ${place.authority}`;
    const draft = draftOf(place);
    const editions = shelf(place).map((edition) => [
      whose,
      edition.id,
      kindOf(edition),
      edition.manifest?.as_at_date ?? edition.sealing?.as_at_date ?? '',
      edition.sealing?.meeting_date ?? '',
      edition.live ? 'live' : '',
      edition.withdrawn?.withdrawn_on ?? '',
    ]);
    return draft === null ? editions : [...editions, [whose, draft.edition_id, 'draft', '', '', '', '']];
  });
  if (rows.length === 0) return ['There is no edition yet. Make one with `tracker run`.'];
  return table(['audience', 'edition', 'kind', 'as at', 'meeting', 'live', 'withdrawn'], rows);
}

/** What there is to say of one edition, and which of its files are not as they were made; of a withdrawal, not the reason. */
export function showLines(place: Place, id: string): { lines: string[]; changed: string[] } {
  const draft = draftOf(place);
  const wanted = id === 'draft' ? (draft?.edition_id ?? id) : id;
  if (draft !== null && wanted === draft.edition_id) {
    const manifest = JSON.parse(readFileSync(join(draft.folder, 'manifest.json'), 'utf8')) as PanelManifest;
    const lines = editionLines({
      id: wanted,
      folder: draft.folder,
      manifest,
      live: false,
      withdrawn: null,
      sealing: null,
    });
    return { lines: [lines[0] ?? '', '  kind        draft, not published', ...lines.slice(2)], changed: [] };
  }
  const edition = fromShelf(place, wanted);
  const { manifest, sealing, folder } = edition;
  const changed =
    sealing !== null
      ? sealedFaults(place, sealing)
      : manifest === null
        ? ['manifest.json']
        : changedFiles(folder, manifest.files);
  const bytes = changed.length === 0 ? 'as they were made' : `CHANGED: ${changed.join(', ')}`;
  return { lines: [...editionLines(edition), `  bytes       ${bytes}`], changed };
}

function editionLines(edition: ShelvedEdition): string[] {
  const { manifest, withdrawn, sealing } = edition;
  return [
    edition.id,
    `  kind        ${kindOf(edition)}${edition.live ? ', live' : ''}`,
    ...(sealing === null
      ? []
      : [`  meeting     ${sealing.meeting_date}`, `  sealed from ${sealing.sealed_from}`]),
    ...(withdrawn === null ? [] : [`  withdrawn   ${withdrawn.withdrawn_on}; ask: ${withdrawn.by_role}`]),
    ...(manifest === null ? [] : manifestLines(manifest)),
    ...(manifest?.audience === 'panel' ? hiddenLines(edition.folder) : []),
  ];
}

function manifestLines(manifest: Manifest | PanelManifest): string[] {
  const failed = manifest.checks.filter((check) => check.result === 'fail');
  return [
    `  title       ${manifest.title}, ${manifest.marking}`,
    `  as at       ${manifest.as_at_date}`,
    ...(manifest.audience === 'board' ? boardLines(manifest) : []),
    `  program     ${manifest.code_version}`,
    `  checks      ${manifest.checks.length - failed.length} passed, ${failed.length} warned`,
  ];
}

const boardLines = (manifest: Manifest): string[] => [
  ...manifest.authorities.map((each) => `  snapshot    ${each.snapshot_id}`),
  `  rules       ${manifest.rules_version}, ${manifest.rules_agreed} agreed, ${manifest.rules_proposed} proposed`,
  ...(manifest.waivers ?? []).map(
    (each) =>
      `  waived      ${each.authority} ${each.measure_id} ${each.line}, ${each.by_role}: ${each.because}`,
  ),
];

/** How much of a paper is hidden, in which table. */
function hiddenLines(folder: string): string[] {
  const { hidden } = panelFile.parse(JSON.parse(readFileSync(join(folder, 'data', 'panel.json'), 'utf8')));
  const rows = hidden.by_table.map(({ table: name, cells, hidden: gone, bands, fallback }) => [
    name,
    String(cells),
    String(gone),
    String(bands),
    fallback ?? '',
  ]);
  return [
    `  hidden      ${hidden.hidden} of ${hidden.cells} numbers (${hidden.share_percent}%)`,
    ...table(['table', 'numbers', 'hidden', 'told as a band', 'put together'], rows),
  ];
}

/** What two editions say differently. */
export function differenceLines(found: EditionDifference): string[] {
  const rows = found.differences.map((each) => [
    each.authority,
    each.measure_id,
    each.line,
    `${each.statistic} ${each.period}`,
    each.as_at_date,
    each.a ?? 'none',
    each.b ?? 'none',
  ]);
  return [
    rows.length === 0
      ? 'Totals: no difference on days that both describe.'
      : `Totals that differ: ${rows.length}`,
    ...(rows.length === 0
      ? []
      : table(['authority', 'measure', 'line', 'statistic', 'as at', 'a', 'b'], rows)),
    ...days('Days that only a describes', found.onlyA),
    ...days('Days that only b describes', found.onlyB),
    ...words('Rules', found.rules),
    ...words('Availability', found.availability),
  ];
}

const days = (title: string, list: readonly string[]): string[] =>
  list.length === 0 ? [] : [`${title}: ${list.join(', ')}`];

function words(title: string, found: readonly WordDifference[]): string[] {
  if (found.length === 0) return [`${title}: no difference.`];
  return [
    `${title} that differ: ${found.length}`,
    ...found.flatMap((each) => [
      `  ${each.authority} ${each.measure_id}, ${each.what}`,
      `    a: ${each.a ?? 'none'}`,
      `    b: ${each.b ?? 'none'}`,
    ]),
  ];
}
