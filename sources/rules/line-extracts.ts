import type { RuleBook } from './rules.ts';

/**
 * The lines of a procedure that need each local extract, by the events and states that their rows name, in the order of
 * the procedure. Of alternatives one is enough, so that an extract is needed only where each of them comes from one.
 *
 * @example linesByExtract(book).get('local_milestones') // ['W1', 'W7', ...]
 */
export function linesByExtract(
  book: Pick<RuleBook, 'tracking_lines' | 'events' | 'states'>,
): ReadonlyMap<string, readonly string[]> {
  const brings = new Map([
    ...book.states.map((row) => [row.state, row.extract] as const),
    ...book.events.map((row) => [row.event, row.extract] as const),
  ]);
  const extractsOf = (name: string): readonly string[] => {
    const plain = name.replace(/^(?:has|since):/, '').replace(/#.*$/, '');
    const text = brings.get(plain) ?? brings.get(`${plain.split(':')[0]}:*`) ?? '';
    return text.match(/local_[a-z_]+/g) ?? [];
  };
  const lines = new Map<string, Set<string>>();
  for (const row of book.tracking_lines.filter((each) => each.in_use && each.not_measurable === '')) {
    for (const word of [row.population, row.anchor, row.completion].join(' ').split(' ')) {
      const alternatives = word.replace(/^!/, '').split('/').map(extractsOf);
      if (alternatives.some((extracts) => extracts.length === 0)) continue;
      for (const extract of alternatives.flat())
        lines.set(extract, (lines.get(extract) ?? new Set()).add(row.line_id));
    }
  }
  return new Map([...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, ids]) => [name, [...ids]]));
}

const shown = 12;

/** `W1, W7 and 3 more` */
export const listed = (ids: readonly string[]): string =>
  ids.length <= shown ? ids.join(', ') : `${ids.slice(0, shown).join(', ')} and ${ids.length - shown} more`;
