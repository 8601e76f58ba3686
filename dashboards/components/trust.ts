import type { AssuranceFile } from '../../pipeline/edition/format.ts';
import type { Authority, PublishedEdition } from '../edition.ts';
import type { Block } from './block.ts';
import { daysBetween, longDay } from './day.ts';
import { html, joined, type Markup } from './markup.ts';
import { daysText, wholeNumber } from './number-format.ts';
import { proposedMark } from './sentence.ts';

type AuthorityAssurance = AssuranceFile['authorities'][number];

/** What the assurance file says of one authority. */
export function assuranceOf(edition: PublishedEdition, authority: Authority): AuthorityAssurance | undefined {
  return edition.assurance.authorities.find((entry) => entry.authority === authority.authority);
}

/** How old the newest record was on the as-at date, in words. */
export function freshnessText(assurance: AuthorityAssurance): string {
  const { newest_record_date: newest, as_at_date: asAt } = assurance;
  if (newest === null) return 'the files hold no dated record';
  const age = daysBetween(newest, asAt);
  const distance = age <= 0 ? 'up to the as-at date' : `${daysText(age)} before the as-at date`;
  return `the newest record is of ${longDay(newest)}, ${distance}`;
}

/** Measures that the first screen names before it only counts them. */
const measuresNamed = 3;

function measuresWith(
  edition: PublishedEdition,
  authority: Authority,
  state: 'not available' | 'proxy',
): readonly string[] {
  return edition.measures
    .filter(({ availability }) =>
      availability.some(
        (entry) => entry.authority === authority.authority && entry.state === state && entry.line === 'main',
      ),
    )
    .map(({ measure_id }) => measure_id);
}

function measuresText(what: string, ids: readonly string[]): string | null {
  if (ids.length === 0) return null;
  return `${what}: ${ids.length > measuresNamed ? `${ids.length} measures` : ids.join(', ')}`;
}

/** The most children of any line of whom something is not known, and of how many. */
function mostOf(edition: PublishedEdition, authority: Authority, what: 'start_unknown' | 'contradicted') {
  return edition.measures
    .flatMap(({ availability }) => availability)
    .filter((each) => each.authority === authority.authority)
    .map((each) => ({ some: each[what] ?? 0, of: each.population ?? 0 }))
    .reduce((most, each) => (each.some > most.some ? each : most), { some: 0, of: 0 });
}

/** How far the figures can be trusted, in half a line: what speaks most against them first, each with its number. */
export function trustWords(edition: PublishedEdition, authority: Authority): Markup | null {
  const assurance = assuranceOf(edition, authority);
  if (assurance === undefined) return null;
  const {
    rows_read: read,
    rows_accepted: accepted,
    newest_record_date: newest,
    as_at_date: asAt,
  } = assurance;
  const { checks } = edition.assurance;
  const passed = checks.filter(({ result }) => result === 'pass').length;
  const { rules_proposed: proposed, rules_agreed: agreed } = edition.manifest;
  const unknown = mostOf(edition, authority, 'start_unknown');
  const contradicted = mostOf(edition, authority, 'contradicted');
  const of = ({ some, of: all }: typeof unknown) => `${wholeNumber(some)} of ${wholeNumber(all)}`;
  return joined(
    [
      passed === checks.length
        ? null
        : html`<strong>${checks.length - passed} of ${checks.length} checks failed</strong>`,
      read === 0 ? html`<strong>no row was read</strong>` : null,
      unknown.some === 0
        ? null
        : html`<strong>start unknown for ${of(unknown)}</strong>, who entered before the files begin`,
      contradicted.some === 0 ? null : `records of ${of(contradicted)} contradict each other`,
      proposed === 0
        ? null
        : html`<strong>${proposed} of ${proposed + agreed} rating rules proposed, not agreed</strong>`,
      measuresText('not available', measuresWith(edition, authority, 'not available')),
      measuresText('by a stand-in', measuresWith(edition, authority, 'proxy')),
      read === 0 ? null : `${wholeNumber(read - accepted)} of ${wholeNumber(read)} rows refused`,
      newest === asAt ? null : `newest record ${newest === null ? 'not dated' : longDay(newest)}`,
      passed < checks.length ? null : `${passed} of ${checks.length} checks passed`,
    ].filter((part) => part !== null),
    '; ',
  );
}

export const trustLine: Block = ({ edition, authority }) => {
  const words = trustWords(edition, authority);
  return words === null
    ? html`<p class="trust">Nothing is known of the files behind these figures.</p>`
    : html`<p class="trust"><strong>How far to trust this:</strong> ${words}. <a href="/assurance">More</a></p>`;
};

/** How many rules in use nobody at the authority has approved. */
export const rulesAgreed: Block = ({ edition }) => {
  const { rules_proposed: proposed, rules_agreed: agreed } = edition.manifest;
  if (proposed === 0)
    return html`<p class="rules-agreed">All ${agreed} rules behind these ratings are agreed.</p>`;
  return html`<p class="rules-agreed"><strong>${proposed} of ${proposed + agreed} rating rules are marked ${proposedMark}.</strong> A colour that rests on one of them is a suggestion too.</p>`;
};
