/**
 * Drafts of the papers for other audiences than the Board, from the same warehouse. The Board's edition does not wait for
 * them: what goes wrong with one is recorded, and then there is no draft of it.
 */
import { join } from 'node:path';
import { type PanelWords, readPanelWords } from '../../sources/commentary/panel-words.ts';
import type { RuleRow } from '../../sources/rules/contract.ts';
import { caseNumbersOf } from '../commentary/case-numbers.ts';
import { policyOf, policyRows } from '../disclosure/policy.ts';
import type { CheckResult } from '../edition/format.ts';
import type { PanelFile } from '../edition/panel-format.ts';
import type { ReconciledPaper } from '../edition/reconciliation-file.ts';
import { emptyFolder } from '../folders.ts';
import { quarterEndOn } from '../panel/calendar.ts';
import { type PanelPlan, panelPaperOf, unansweredPaper, writePaper } from '../panel/write.ts';
import {
  currentDraft,
  type DraftNote,
  draftId,
  dropDraft,
  earlierFingerprint,
  placeDraft,
} from '../shelf/draft.ts';
import { type EarlierPaper, earlierPapers, judgePaper } from '../shelf/paper.ts';
import { type PaperPlace, paperPlace, paperPlaces, placesBeside } from '../shelf/place.ts';
import { storageFailure } from '../storage-failure.ts';
import type { Database } from '../warehouse/database.ts';
import type { WarehousePart } from '../warehouse/load.ts';
import { audiencesOf, type ConfiguredAuthority } from './configuration.ts';
import type { Recorder } from './recorder.ts';
import type { Rooms } from './rooms.ts';

/** What the drafts of a run are made from. */
export interface PapersPlan {
  readonly authorities: readonly ConfiguredAuthority[];
  readonly parts: readonly WarehousePart[];
  readonly asAt: string;
  readonly codeVersion: string;
  readonly boardEditionId: string;
  readonly checks: readonly CheckResult[];
}

/** A paper whose data are written aside, and whose site is still to be built. */
export interface DraftPaper extends ReconciledPaper {
  readonly place: PaperPlace;
  readonly wanted: Wanted;
  /** All that its readers have seen: it was decided with them and is judged with them. */
  readonly earlier: readonly EarlierPaper[];
  readonly note: DraftNote;
  /** Where it lies aside; null where the very draft is in its place already. */
  readonly folder: string | null;
}

interface Wanted {
  readonly audience: RuleRow<'audiences'>;
  readonly authority: ConfiguredAuthority;
  readonly part: WarehousePart;
  readonly place: PaperPlace;
}

/** Decides and writes every paper aside. Needs an open warehouse. */
export async function writePapers(
  database: Database,
  plan: PapersPlan,
  recorder: Recorder,
): Promise<DraftPaper[]> {
  const made: DraftPaper[] = [];
  const papers = wantedOf(plan, recorder);
  dropUnwanted(papers, recorder);
  for (const wanted of papers)
    try {
      made.push(await writeOne(database, plan, wanted, recorder));
    } catch (error) {
      // A full disk is no fault of the paper: the edition could not be written either, and yesterday's drafts stay.
      if (storageFailure(error, recorder.folders.root) !== null) throw error;
      failed(wanted.place, error, recorder);
    }
  return made;
}

/**
 * Builds the pages of each paper before there is a figure for them: its questions alone decide which they are, and they
 * are kept. A failure is met again, and told, when the paper's site is built.
 */
export async function buildPaperPages(
  plan: Omit<PapersPlan, 'checks'>,
  recorder: Recorder,
  { buildPages }: Pick<Rooms, 'buildPages'>,
): Promise<void> {
  for (const { place, part } of buildPages === undefined ? [] : wantedOf(plan, recorder))
    try {
      const { asAt, codeVersion } = plan;
      const { audience, authority } = place;
      const paper = { editionId: 'unanswered', part, audience, asAt, codeVersion, earlier: [] };
      const editionFolder = emptyFolder(recorder.path('papers', 'face', audience, authority));
      writePaper(editionFolder, paper, unansweredPaper(paper));
      await buildPages?.({ editionFolder, ...pagesPlace(place, recorder) });
    } catch {}
}

const pagesPlace = ({ audience, authority }: PaperPlace, { folders, run }: Recorder) => ({
  cacheFolder: join(folders.runs, run, 'papers', 'work', audience, authority),
  kept: join(folders.cache, 'pages', `${audience}-${authority}.json`),
});

/** Builds the site of each paper, judges it exactly as sealing will, and puts the whole into its place. */
export async function placePapers(
  papers: readonly DraftPaper[],
  recorder: Recorder,
  rooms: Pick<Rooms, 'buildSite' | 'guard'>,
): Promise<void> {
  for (const { place, note, folder, wanted, earlier, file, editionId } of papers)
    try {
      if (folder === null) continue;
      const { audience } = place;
      const outputFolder = join(folder, 'site');
      await rooms.buildSite({ editionFolder: folder, outputFolder, ...pagesPlace(place, recorder) });
      const { config } = wanted.authority;
      const { rules } = wanted.part;
      const gates = await judgePaper(rooms, { config, rules, audience, earlier }, { id: editionId, folder });
      const why = gates.map(({ what }) => what);
      placeDraft(place, folder, { ...note, gates: why });
      recorder.paper(reported(place, editionId, file, note, why));
    } catch (error) {
      failed(place, error, recorder);
    }
}

const wantedOf = (
  { authorities, parts }: Pick<PapersPlan, 'authorities' | 'parts'>,
  { folders }: Recorder,
): Wanted[] =>
  authorities.flatMap((authority) => {
    const part = parts.find(({ rules }) => rules.authority === authority.config.authority);
    if (part === undefined) return [];
    return audiencesOf(part.rules).map((audience) => ({
      audience,
      authority,
      part,
      place: paperPlace(folders, audience.audience, authority.config.authority),
    }));
  });

/** A draft that no run makes any more would stay for ever as it was, and pass for today's. */
function dropUnwanted(papers: readonly Wanted[], { folders }: Recorder): void {
  const isWanted = (place: PaperPlace): boolean =>
    papers.some((each) => each.place.audience === place.audience && each.place.authority === place.authority);
  for (const place of paperPlaces(folders).filter((each) => !isWanted(each))) dropDraft(place);
}

async function writeOne(
  database: Database,
  plan: PapersPlan,
  wanted: Wanted,
  recorder: Recorder,
): Promise<DraftPaper> {
  const { audience, authority, part, place } = wanted;
  const quarterEnd = quarterEndOn(plan.asAt);
  const { boardEditionId } = plan;
  const editionId = draftId(audience.audience, quarterEnd, [boardEditionId, audience, place.authority]);
  const { audiences } = part.rules;
  const earlier = earlierPapers(recorder.folders, place, audiences);
  const paperPlan: PanelPlan = {
    editionId,
    part,
    audience: audience.audience,
    asAt: plan.asAt,
    codeVersion: plan.codeVersion,
    // What a withdrawn paper said is said anew; it was wrong, and the two stand as two facts.
    earlier: earlier.filter((each) => !each.withdrawn).map(({ paper }) => paper),
    words: await wordsOf(authority, part, audience, quarterEnd),
    checks: plan.checks,
  };
  const { file, wordFaults, readAgain } = await panelPaperOf(database, paperPlan);
  file.left_out.push(...earlier.filter((each) => each.isOldDesign).map(oldPaper));
  const note: DraftNote = {
    edition_id: editionId,
    board_edition_id: boardEditionId,
    earlier: earlierFingerprint(place, placesBeside(recorder.folders, place, audiences)),
    left_out: [...wordFaults],
    read_again: [...readAgain],
    gates: [],
  };
  const policy = policyOf(policyRows(part.rules, audience.audience, quarterEnd));
  const { title } = audience;
  const paper = {
    audience: audience.audience,
    title,
    authority: place.authority,
    editionId,
    file,
    policy,
    wanted,
    earlier,
  };
  const before = currentDraft(place);
  recorder.paper(
    reported(place, editionId, file, note, before?.edition_id === editionId ? before.gates : []),
  );
  if (before?.edition_id === editionId) return { ...paper, place, note, folder: null };
  const folder = emptyFolder(recorder.path('papers', audience.audience, place.authority));
  writePaper(folder, paperPlan, file);
  return { ...paper, place, note, folder };
}

/** Papers sealed before stay as they are, and what they printed is known. */
const oldPaper = ({ id }: EarlierPaper): string =>
  `${id} was made before all figures stood in one calendar: what it printed of a quarter-end, a quarter or a year to 31 March is printed again as it was.`;

/** The authority's signed-off texts for the quarter; a faulty one is left out and named. */
async function wordsOf(
  { config }: Pick<ConfiguredAuthority, 'config'>,
  { observed }: Pick<WarehousePart, 'observed'>,
  audience: Pick<RuleRow<'audiences'>, 'questions' | 'packs'>,
  quarterEnd: string,
): Promise<PanelWords> {
  const caseNumbers = config.panel_words === null ? [] : await caseNumbersOf(observed);
  return readPanelWords(config.panel_words, quarterEnd, {
    caseNumbers,
    questions: [...audience.questions, ...audience.packs],
  });
}

const reported = (
  place: PaperPlace,
  editionId: string,
  file: PanelFile,
  { left_out, read_again }: DraftNote,
  gates: readonly string[],
) => ({
  audience: place.audience,
  authority: place.authority,
  edition_id: editionId,
  as_at_date: file.as_at_date,
  hidden: file.hidden,
  left_out: [...left_out],
  notes: [...file.left_out, ...read_again],
  gates: [...gates],
  error: null,
});

function failed(place: PaperPlace, error: unknown, recorder: Recorder): void {
  dropDraft(place);
  const { audience, authority } = place;
  const { code, message, advice } = recorder.paperFailure(error);
  const none = { edition_id: null, as_at_date: null, hidden: null, left_out: [], notes: [], gates: [] };
  recorder.paper({ audience, authority, ...none, error: { code, message, advice } });
}
