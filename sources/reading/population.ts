import type { Row } from '../contract/tables.ts';
import type { CareHistory, RawEpisode } from './care-periods.ts';
import { entryOf } from './entry.ts';
import { type EndRule, exclusiveEnd } from './intervals.ts';
import { compare } from './ledger.ts';

/** The children and periods of care of an extract: what every other row must belong to. */
export class Population {
  readonly #children: Map<string, Row<'child'>>;
  readonly #legacy = new Map<string, string | null>();
  readonly #periods = new Map<string, string | null>();
  readonly #periodOf = new Map<string, Map<string, string>>();
  readonly #referrals = new Map<string, string | null>();
  readonly #left = new Map<string, string | null>();
  readonly #history: CareHistory;
  readonly #rule: EndRule;

  constructor(
    children: readonly Row<'child'>[],
    raw: readonly RawEpisode[],
    history: CareHistory,
    rule: EndRule,
  ) {
    this.#children = new Map(children.map((child) => [child.child_id, child]));
    this.#history = history;
    this.#rule = rule;
    for (const { child_id, end_date } of history.periods) {
      const before = this.#left.get(child_id) ?? '';
      const isOpen = end_date === null || this.#left.get(child_id) === null;
      this.#left.set(child_id, isOpen ? null : ([before, end_date].sort(compare)[1] ?? null));
    }
    for (const child of children)
      if (child.legacy_id !== null) remember(this.#legacy, child.legacy_id, child.child_id);
    const contractId = new Map(history.episodes.map((episode) => [episode.row_key, episode.care_period_id]));
    for (const episode of raw) {
      const id = episode.source_care_period_id ?? contractId.get(episode.row_key);
      if (id === undefined) continue;
      remember(this.#periods, id, episode.child_id);
      const own = entryOf(this.#periodOf, episode.child_id, () => new Map<string, string>());
      own.set(id, contractId.get(episode.row_key) ?? id);
    }
  }

  has(child: string): boolean {
    return this.#children.has(child);
  }

  birthOf(child: string): string | null {
    return this.#children.get(child)?.birth_date ?? null;
  }

  /** The end of the child's last period of care; null while one is open, and for a child who was never in care. */
  leftCareOn(child: string): string | null {
    return this.#left.get(child) ?? null;
  }

  /** The one child with this legacy id; null when none or several have it. */
  childOfLegacy(id: string | null): string | null {
    return id === null ? null : (this.#legacy.get(id) ?? null);
  }

  /** The one child with this period of care. */
  childOfPeriod(id: string | null): string | null {
    return id === null ? null : (this.#periods.get(id) ?? null);
  }

  addReferral(referral: string | null, child: string): void {
    if (referral !== null) remember(this.#referrals, referral, child);
  }

  childOfReferral(id: string | null): string | null {
    return id === null ? null : (this.#referrals.get(id) ?? null);
  }

  /** Contract id of a period that the source names, if it is one of the child's. */
  period(child: string, id: string | null): string | null {
    return id === null ? null : (this.#periodOf.get(child)?.get(id) ?? null);
  }

  /** Exclusive end of a status or placement, which may end with care itself. */
  stateEnd(child: string, end: string | null): string | null {
    if (end === null) return null;
    return exclusiveEnd(end, this.#history.rawCareEnds.get(child)?.has(end) ?? false, this.#rule);
  }
}

/** Keeps the owner of a key, or null once a second one claims it. */
function remember(owners: Map<string, string | null>, key: string, owner: string): void {
  const before = owners.get(key);
  owners.set(key, before === undefined || before === owner ? owner : null);
}
