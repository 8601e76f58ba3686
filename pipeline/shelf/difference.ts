/** What two editions say differently: figures, rules in force, what is available. */
import type { MeasureMeta } from '../edition/format.ts';
import { compareTotals, type FigureDifferences } from './figures.ts';
import { measuresOf, type ShelvedEdition } from './shelf.ts';

/** A rule or availability that only one of the two has, or has otherwise. */
export interface WordDifference {
  readonly authority: string;
  readonly measure_id: string;
  /** Line, limit or target. */
  readonly what: string;
  readonly a: string | null;
  readonly b: string | null;
}

export interface EditionDifference extends FigureDifferences {
  readonly rules: readonly WordDifference[];
  readonly availability: readonly WordDifference[];
}

/** Compares two editions. */
export async function compareEditions(a: ShelvedEdition, b: ShelvedEdition): Promise<EditionDifference> {
  const [of, other] = [measuresOf(a), measuresOf(b)];
  return {
    ...(await compareTotals(a.folder, b.folder)),
    rules: compareWords(of.flatMap(ruleWords), other.flatMap(ruleWords)),
    availability: compareWords(of.flatMap(availabilityWords), other.flatMap(availabilityWords)),
  };
}

interface Words {
  readonly authority: string;
  readonly measure_id: string;
  readonly what: string;
  readonly words: string;
}

const agreement = (rule: { readonly agreed: boolean }): string => (rule.agreed ? 'agreed' : 'proposed');

function ruleWords({ measure_id, limits, targets }: MeasureMeta): Words[] {
  return [
    ...limits.map((rule) => ({
      authority: rule.authority,
      measure_id,
      what: `limit ${rule.limit_key} from ${rule.effective_from}`,
      words: `${rule.n} ${rule.unit} to ${rule.effective_to ?? 'further notice'}, ${agreement(rule)}`,
    })),
    ...targets.map((rule) => ({
      authority: rule.authority,
      measure_id,
      what: `target ${rule.line} from ${rule.effective_from}`,
      words: `${rule.in_words} (${rule.statistic}, ${rule.basis}) to ${rule.effective_to ?? 'further notice'}, ${agreement(rule)}`,
    })),
  ];
}

const availabilityWords = ({ measure_id, availability }: MeasureMeta): Words[] =>
  availability.map((each) => ({
    authority: each.authority,
    measure_id,
    what: `line ${each.line}`,
    words: each.reason === '' ? each.state : `${each.state}: ${each.reason}`,
  }));

function compareWords(a: readonly Words[], b: readonly Words[]): WordDifference[] {
  const keyOf = (words: Words): string => JSON.stringify([words.measure_id, words.authority, words.what]);
  const [of, other] = [
    new Map(a.map((each) => [keyOf(each), each])),
    new Map(b.map((each) => [keyOf(each), each])),
  ];
  return [...new Set([...of.keys(), ...other.keys()])].sort().flatMap((key) => {
    const [one, two] = [of.get(key), other.get(key)];
    const known = one ?? two;
    if (known === undefined || one?.words === two?.words) return [];
    const { authority, measure_id, what } = known;
    return [{ authority, measure_id, what, a: one?.words ?? null, b: two?.words ?? null }];
  });
}
