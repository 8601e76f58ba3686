import type { Day } from '../day.ts';
import type { LegalSpell } from '../life/legal.ts';
import type { Period } from '../life/life.ts';
import type { Placement } from '../life/placement.ts';
import { describe, endReasons, startReasons } from '../vocabulary.ts';
import { begun, type Cell, DateCells, numbered, type Table, table, type World } from './table.ts';

const columns = [
  'clae_cla_episode_id',
  'clae_person_id',
  'clae_cla_placement_id',
  'clae_cla_episode_start_date',
  'clae_cla_episode_start_reason',
  'clae_cla_primary_need_code',
  'clae_cla_episode_ceased_date',
  'clae_cla_episode_ceased_reason',
  'clae_cla_id',
  'clae_referral_id',
  'clae_cla_last_iro_contact_date',
  'clae_entered_care_date',
] as const;
type EpisodeRecord = Record<(typeof columns)[number], Cell>;

/** One row per 903 episode: a new one whenever legal status or placement changes. */
export function episodeTable(world: World): Table {
  return table(
    'ssd/ssd_cla_episodes.csv',
    columns,
    begun(world).flatMap((period) => episodesOf(period, world.asAt)),
  );
}

function episodesOf(period: Period, asAt: Day): EpisodeRecord[] {
  const { course, legal, placements } = period;
  const dates = new DateCells(asAt);
  const starts = [...new Set([...legal, ...placements].map((spell) => spell.from))]
    .sort((a, b) => a - b)
    .filter((day) => day <= asAt);
  const contact = lastContact(period, asAt);
  return starts.map((from, i) => {
    const to = starts[i + 1] ?? course.exit;
    const reason = to > asAt ? null : describe(endReasons, to === course.exit ? course.reason : 'X1');
    return {
      clae_cla_episode_id: numbered('E', period, i),
      clae_person_id: period.personId,
      clae_cla_placement_id: numbered(
        'P',
        period,
        placements.findIndex((each) => each.from <= from && each.to > from),
      ),
      clae_cla_episode_start_date: dates.stamp(from),
      clae_cla_episode_start_reason: describe(startReasons, startReason(from, i, legal, placements)),
      clae_cla_primary_need_code: period.person.need,
      clae_cla_episode_ceased_date: dates.stamp(to),
      clae_cla_episode_ceased_reason: reason,
      clae_cla_id: period.id,
      clae_referral_id: `R${period.id.slice(1)}`,
      clae_cla_last_iro_contact_date: dates.stamp(contact),
      clae_entered_care_date: dates.stamp(course.entry),
    };
  });
}

function startReason(
  from: Day,
  index: number,
  legal: readonly LegalSpell[],
  placements: readonly Placement[],
): string {
  if (index === 0) return 'S';
  const newStatus = legal.some((spell) => spell.from === from);
  const at = placements.findIndex((each) => each.from === from);
  if (at < 0) return 'L';
  const sameCarer = placements[at]?.home === placements[at - 1]?.home;
  if (newStatus) return sameCarer ? 'U' : 'B';
  return sameCarer ? 'T' : 'P';
}

/** The case system repeats the child's latest contact by the reviewing officer on every episode. */
function lastContact({ reviews }: Period, asAt: Day): Day | null {
  const last = reviews.findLast((review) => review.held !== null && review.held <= asAt)?.held;
  return last == null ? null : last - 12;
}
