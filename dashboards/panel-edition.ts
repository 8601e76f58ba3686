import { createHash } from 'node:crypto';
import {
  type PanelFigure,
  type PanelFile,
  type PanelManifest,
  type PanelQuestion,
  panelFile,
  panelManifest,
} from '../pipeline/edition/panel-format.ts';
import { readBytes, readJson, unreadable } from './edition-face.ts';

const paperFile = 'data/panel.json';
const figuresFile = 'data/figures.csv';

/** A Panel edition as pages read it: the paper, and its printed figures found by key. */
export interface PanelEdition {
  readonly manifest: PanelManifest;
  readonly paper: PanelFile;
  readonly figures: ReadonlyMap<string, PanelFigure>;
  /** The bytes of `data/figures.csv`, the only file that is given away beside the pages. */
  readonly download: Uint8Array;
}

function refuseChanged(folder: string, manifest: PanelManifest): void {
  for (const file of [paperFile, figuresFile]) {
    const hash = createHash('sha256').update(readBytes(folder, file)).digest('hex');
    if (manifest.files[file] !== hash) throw unreadable(file, 'it is not the file that the manifest names');
  }
}

/** Words stand in place of a number: with the number beside them, they hide nothing. */
function refuseNumbersBehindMarks({ figures }: PanelFile): void {
  const numbers = ['exact', 'rounded', 'outside'];
  const found = figures.find(({ kind, value }) => numbers.includes(kind) !== (value !== null));
  if (found !== undefined) throw unreadable(paperFile, `figure ${found.key} has a number behind its mark`);
}

function refuseGaps({ tables, questions, packs }: PanelFile, figures: PanelEdition['figures']): void {
  for (const { table, columns, rows } of tables) {
    for (const row of rows) {
      if (row.figures.length !== columns.length)
        throw unreadable(paperFile, `a row of table ${table} has not one figure for each column`);
      const unknown = row.figures.find((key) => !figures.has(key));
      if (unknown !== undefined) throw unreadable(paperFile, `table ${table} has no figure ${unknown}`);
    }
  }
  const known = new Set(tables.map(({ table }) => table));
  for (const { question, tables: wanted } of [...questions, ...packs]) {
    const missing = wanted.find((table) => !known.has(table));
    if (missing !== undefined) throw unreadable(paperFile, `${question} has no table ${missing}`);
  }
}

/**
 * Reads a Panel edition: `manifest.json`, `data/panel.json`, `data/figures.csv` of its own folder and nothing else.
 * @example readPanelEdition('/data/drafts/panel-public-2026-06-30-1a2b3c4d').paper.as_at_date
 */
export function readPanelEdition(folder: string): PanelEdition {
  const manifest = readJson(folder, 'manifest.json', panelManifest);
  refuseChanged(folder, manifest);
  const paper = readJson(folder, paperFile, panelFile);
  const figures = new Map(paper.figures.map((figure) => [figure.key, figure] as const));
  refuseNumbersBehindMarks(paper);
  refuseGaps(paper, figures);
  return { manifest, paper, figures, download: readBytes(folder, figuresFile) };
}

/** A question or annual pack by its key, whatever the case of its letters. */
export function questionOf({ paper }: PanelEdition, key: string): PanelQuestion {
  const found = [...paper.questions, ...paper.packs].find(
    ({ question }) => question.toLowerCase() === key.toLowerCase(),
  );
  if (found === undefined) throw unreadable(paperFile, `it has no question ${key}`);
  return found;
}
