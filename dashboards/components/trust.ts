import type { AssuranceFile } from '../../pipeline/edition/format.ts';
import type { Authority, PublishedEdition } from '../edition.ts';
import type { Block } from './block.ts';
import { daysBetween, longDay } from './day.ts';
import { html } from './markup.ts';
import { daysText, percentText } from './number-format.ts';
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

function measuresText(what: string, ids: readonly string[]): string {
  if (ids.length === 0) return '';
  return `; ${what}: ${ids.length > measuresNamed ? `${ids.length} measures` : ids.join(', ')}`;
}

/** How far the figures can be trusted, in half a line: rows, freshness, checks, and rules that nobody has agreed to. */
export const trustLine: Block = ({ edition, authority }) => {
  const assurance = assuranceOf(edition, authority);
  if (assurance === undefined)
    return html`<p class="trust">Nothing is known of the files behind these figures.</p>`;
  const { rows_read: read, rows_accepted: accepted } = assurance;
  const { checks } = edition.assurance;
  const passed = checks.filter(({ result }) => result === 'pass').length;
  const { rules_proposed: proposed, rules_agreed: agreed } = edition.manifest;
  const rows = read === 0 ? 'No row was read' : `${percentText((100 * accepted) / read)} of rows accepted`;
  const rules =
    proposed === 0 ? null : html`; ${proposed} of ${proposed + agreed} rating rules proposed, not agreed`;
  const without = measuresText('not available', measuresWith(edition, authority, 'not available'));
  const stand = measuresText('by a stand-in', measuresWith(edition, authority, 'proxy'));
  return html`<p class="trust"><strong>How far to trust this:</strong> ${rows}, ${passed} of ${checks.length} checks passed, newest record ${assurance.newest_record_date === null ? 'not dated' : longDay(assurance.newest_record_date)}${rules}${without}${stand}. <a href="/assurance">More</a></p>`;
};

/** How many rules in use nobody at the authority has approved. */
export const rulesAgreed: Block = ({ edition }) => {
  const { rules_proposed: proposed, rules_agreed: agreed } = edition.manifest;
  if (proposed === 0)
    return html`<p class="rules-agreed">All ${agreed} rules behind these ratings are agreed.</p>`;
  return html`<p class="rules-agreed"><strong>${proposed} of ${proposed + agreed} rating rules are marked ${proposedMark}.</strong> A colour that rests on one of them is a suggestion too.</p>`;
};
