/** The authority's texts held against the paper: one that says what a table hides is not printed. */
import { type PanelWords, withoutTellingWords } from '../../sources/commentary/panel-words.ts';
import type { DisclosurePolicy } from '../disclosure/policy.ts';
import { countId } from './count-id.ts';
import { idsOf, type Shown } from './decide.ts';
import type { Printed } from './printed.ts';
import type { QuestionWords } from './questions.ts';

export interface SaidWords {
  readonly said: ReadonlyMap<string, QuestionWords>;
  readonly faults: readonly string[];
}

/** What may be printed of the texts, and what was left out with file and line. */
export function tellingLeftOut(
  words: PanelWords | undefined,
  printed: Printed,
  shown: Shown,
  policy: DisclosurePolicy,
): SaidWords {
  if (words === undefined) return { said: new Map(), faults: [] };
  const left = withoutTellingWords(words, (question) => ({
    leastCount: policy.least_count,
    hidden: hiddenCounts(question, printed, shown),
  }));
  const said = [...left.words].map(([question, { what_next, children_say }]): [string, QuestionWords] => [
    question,
    {
      what_next: what_next?.text ?? null,
      children_say:
        children_say === null
          ? null
          : {
              text: children_say.text,
              sign_off_role: children_say.sign_off_role,
              sign_off_on: children_say.sign_off_on,
            },
    },
  ]);
  return { said: new Map(said), faults: left.faults };
}

/** Counts of a question that the paper hides, over time and by group, as they are. */
function hiddenCounts(question: string, printed: Printed, { book, decision, groupings }: Shown): number[] {
  const lines = printed.lines.filter((line) => line.question === question);
  const series = lines.flatMap((line) =>
    printed.candidates.quarterEnds.map((date) => countId(line, 'numerator', date)),
  );
  const groups = printed.groupTables
    .filter((table) => table.question === question)
    .flatMap((table) => idsOf(table, printed, groupings.get(table.table) ?? 'fine'));
  const counts = [...series, ...groups]
    .filter((id) => book.has(id) && decision.hidden.has(book.rootOf(id)))
    .map((id) => book.countOf(id));
  return [...new Set(counts)].sort((a, b) => a - b);
}
