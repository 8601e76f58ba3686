/** A status word says on which side of the aim a share lies, even where the share is hidden. */
import { denominator, numerator } from './facts.ts';
import { cellOf, type Figure, isPanelFile, jsonOf } from './figure-book.ts';
import type { Printed } from './intruder.ts';
import type { PublishedFile } from './published.ts';
import { questionOf } from './question.ts';
import type { System } from './system.ts';

/** What a question says of itself: its status, and whether its aim is to stay below. */
export interface Standing {
  readonly word: string;
  readonly lessIsGood: boolean;
}

const aim = /our aim is [\d,.]+(?:%| days)? or (less|more)/i;

/** Standings by question, out of the data file or out of the question's page. */
export function readStandings(files: readonly PublishedFile[]): Map<string, Standing> {
  const found = new Map<string, Standing>();
  for (const { path, bytes } of files) {
    if (isPanelFile(path)) fromData(jsonOf(bytes.toString('utf8')), found);
    const question = path.endsWith('.html') ? questionOf(path) : null;
    if (question !== null) fromPage(question, bytes.toString('utf8'), found);
  }
  return found;
}

function fromData(data: Record<string, unknown> | null, found: Map<string, Standing>): void {
  for (const each of [data?.['questions'], data?.['packs']].flat()) {
    const { question, status, compared } = (each ?? {}) as Record<string, unknown>;
    keep(String(question), typeof status === 'string' ? status : undefined, String(compared), found);
  }
}

function fromPage(question: string, html: string, found: Map<string, Standing>): void {
  keep(question, />\s*((?:Green|Amber|Red)\b[^<]{0,60})</.exec(html)?.[1], html, found);
}

function keep(question: string, word: string | undefined, text: string, found: Map<string, Standing>): void {
  const side = aim.exec(text)?.[1];
  if (word !== undefined && side !== undefined) found.set(question, { word, lessIsGood: side === 'less' });
}

/** Ties the newest share of a line to its printed aim where the question wears a status. */
export function tellStatus(system: System, { book, standings }: Printed): void {
  for (const target of book.figures.filter(({ breakdown }) => breakdown === 'target')) {
    const standing = standings.get(target.question);
    const share = newestShare(book.figures, target);
    if (standing !== undefined && target.shown.value !== null && share !== undefined)
      tell(system, share, target.shown.value / 100, standing);
  }
}

const newestShare = (figures: readonly Figure[], target: Figure): Figure | undefined =>
  figures.find(
    (each) =>
      each.question === target.question &&
      each.measure === target.measure &&
      each.line === target.line &&
      each.date === target.date &&
      each.statistic === 'percentage' &&
      each.breakdown === 'all',
  );

/** Green is on the aim's good side; any other word on the other. */
function tell(system: System, share: Figure, at: number, { word, lessIsGood }: Standing): void {
  const by = /^green/i.test(word) === lessIsGood ? -1 : 1;
  const [n, d] = [numerator(cellOf(share)), denominator(cellOf(share))];
  const name = `${share.heading} on ${share.date}: status beside the aim`;
  const terms = [[n, by] as const, [d, -by * at] as const];
  system.tie({ name, low: 0, high: Number.POSITIVE_INFINITY, terms });
}
