import type { Row } from '../../sources/contract/tables.ts';
import { type Day, toDay, toIso } from './calendar.ts';
import { boundaryDay, type Care, dayWithin, isoOf, namedPeriod, type Piece, type Scene } from './scene.ts';

type Adoption = Row<'adoption'>;

/** Days at which permanence events are interesting: around the ends of placements and orders, and at limits. */
function eventDay(scene: Scene, care: Care, pieces: readonly Piece<string>[]): Day {
  const { random, snapshot } = scene;
  const ends = pieces.flatMap(({ end }) => (end === null || end > snapshot ? [] : [end]));
  if (ends.length > 0 && random.chance(0.35))
    return Math.min(random.pick(ends) + random.pick([-1, 0, 0, 1]), snapshot);
  if (random.chance(0.1)) return care.start + random.pick([-1, 0]);
  return dayWithin(scene, Math.min(care.start, snapshot), snapshot);
}

/** Adds permanence records, some without a period, some with several orders, some reversed. */
export function addAdoption(
  scene: Scene,
  care: Care,
  pieces: readonly Piece<string>[],
  isReturn: boolean,
): void {
  const { random, book } = scene;
  const rows = random.pick([0, 0, 1, 1, 1, 2]);
  for (let i = 0; i < rows; i += 1) {
    const maybe = (probability: number) =>
      random.chance(probability) ? toIso(eventDay(scene, care, pieces)) : null;
    const decided = maybe(0.6);
    const adopted = random.chance(0.12) ? eventDay(scene, care, pieces) : null;
    const dates: Partial<Adoption> = isReturn
      ? {}
      : {
          placement_order_date: maybe(0.5),
          matched_date: maybe(0.35),
          placed_date: maybe(0.25),
          link_date: maybe(0.15),
        };
    book.adoption({
      child_id: care.child,
      care_period_id: isReturn ? null : namedPeriod(scene, care),
      decision_date: decided,
      ...dates,
      decision_reversed_date:
        decided !== null && random.chance(0.25) ? toIso(Math.max(boundaryDay(scene), toDay(decided))) : null,
      order_date: isoOf(adopted),
      order_type: adopted === null ? null : random.pick(['ADOPTION', 'ADOPTION', 'SGO', 'CAO']),
    });
  }
}

/** Days on the edges of the window in which a meeting counts. */
function meetingDay(scene: Scene, entry: Day): Day {
  const { random, asAtDays } = scene;
  const edges = [entry - 182, entry, entry + 70, random.pick(asAtDays)];
  return random.pick(edges) + random.pick([-1, 0, 0, 1]);
}

/** Adds meetings, bookings, exemptions and discussions. */
export function addMeetings(scene: Scene, care: Care): void {
  const { random, book, snapshot } = scene;
  const rows = random.pick([0, 0, 1, 1, 2]);
  const statusStarts = book.rows.legal_status
    .filter((row) => row.child_id === care.child)
    .map((row) => toDay(row.start_date));
  for (let i = 0; i < rows; i += 1) {
    const entry = random.pick([care.start, ...statusStarts]);
    const past = () => toIso(Math.min(meetingDay(scene, entry), snapshot));
    const meeting_status = random.pick(['HELD', 'HELD', 'HELD', 'BOOKED', 'CANCELLED', null] as const);
    const isExempt = random.chance(0.2);
    book.meeting({
      child_id: care.child,
      care_period_id: namedPeriod(scene, care),
      meeting_status,
      meeting_date: meeting_status === null ? null : past(),
      meeting_type: random.pick(['INITIAL', 'REVIEW', 'FINAL', 'DISCUSSION', null]),
      not_required: isExempt,
      not_required_agreed_date: random.chance(isExempt ? 0.8 : 0.05) ? past() : null,
      specialist_discussion_date: random.chance(0.2) ? past() : null,
    });
  }
}

/** Adds entries of the long-term fostering list. */
export function addMatches(scene: Scene, care: Care): void {
  const { random, book, snapshot } = scene;
  if (!random.chance(care.theme === 'fostering' ? 0.5 : 0.15)) return;
  const ratified = random.chance(0.75)
    ? dayWithin(scene, Math.min(care.start - random.pick([0, 1, 100]), snapshot), snapshot)
    : null;
  book.match({
    child_id: care.child,
    care_period_id: namedPeriod(scene, care),
    match_ratified_date: isoOf(ratified),
    closed_date: random.chance(0.3) ? isoOf(snapshot) : null,
  });
}

/** Adds workers of several roles and teams, some at once, some without a team. */
export function addAllocations(scene: Scene, care: Care): void {
  const { random, book, snapshot } = scene;
  const rows = random.between(0, 3);
  for (let i = 0; i < rows; i += 1) {
    const start = Math.min(random.chance(0.5) ? care.start : boundaryDay(scene), snapshot);
    book.allocation({
      child_id: care.child,
      team_id: random.chance(0.05) ? null : random.pick(['N1', 'N2', 'S1']),
      role: random.pick(['case_worker', 'case_worker', 'case_worker', 'reviewing_officer', 'other']),
      start_date: toIso(start),
      end_date: random.chance(0.4) ? toIso(dayWithin(scene, start, snapshot)) : null,
    });
  }
}
