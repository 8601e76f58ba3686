import type { Row } from '../../sources/contract/tables.ts';
import { type Day, toIso } from './calendar.ts';
import { type Care, chain, dayWithin, isoOf, namedPeriod, type Scene, themed } from './scene.ts';

type Plan = Row<'care_plan'>['plan'];
type PlanRow = Row<'care_plan'>;

const chains: readonly (readonly Plan[])[] = [
  ['RETURN_HOME'],
  ['RETURN_HOME', 'RETURN_HOME'],
  ['RETURN_HOME', 'RETURN_HOME', 'RETURN_HOME'],
  ['RETURN_HOME', 'LTF', 'RETURN_HOME'],
  ['LTF'],
  ['LTF', 'LTF'],
  ['LTF', 'CONNECTED_LT'],
  ['CONNECTED_LT', 'LTF'],
  ['CONNECTED_LT'],
  ['CONNECTED_LT', 'CONNECTED_LT'],
  ['ADOPTION'],
  ['ADOPTION', 'ADOPTION'],
  ['RETURN_HOME', 'ADOPTION'],
  ['ADOPTION', 'LTF'],
  ['OTHER'],
  ['OTHER', 'RETURN_HOME'],
  ['RESIDENTIAL'],
  ['RESIDENTIAL', 'RESIDENTIAL'],
  ['SGO_CAO', 'RESIDENTIAL'],
  ['SHARED_CARE'],
  ['SUPPORTED_LIVING', 'OTHER'],
  ['LTF', 'OTHER', 'LTF', 'LTF'],
];
const secondary: readonly Plan[] = [
  'RETURN_HOME',
  'ADOPTION',
  'LTF',
  'SUPPORTED_LIVING',
  'OTHER',
  'CONNECTED_LT',
  'SGO_CAO',
];
const answerSets: readonly (readonly Plan[])[] = [
  ['RETURN_HOME'],
  ['RETURN_HOME'],
  ['LTF'],
  ['LTF'],
  ['ADOPTION'],
  ['OTHER'],
  ['RESIDENTIAL'],
  ['CONNECTED_LT'],
  ['NO_PLAN'],
  ['RESIDENTIAL', 'RETURN_HOME'],
  ['ADOPTION', 'LTF'],
  ['LTF', 'CONNECTED_LT'],
  ['OTHER', 'SUPPORTED_LIVING'],
];

const lastDay = (scene: Scene, care: Care): Day =>
  Math.max(care.start, Math.min(care.end ?? scene.snapshot, scene.snapshot));

function recordedDate(scene: Scene, start: Day): string | null {
  const { random, snapshot } = scene;
  return random.chance(0.5) ? null : toIso(Math.min(start + random.pick([0, 0, 1, 30]), snapshot));
}

/** Plans may start before care does, or on the first day that the history covers. */
function startsAt(scene: Scene, care: Care, historyFrom: Day | null): Care {
  const { random } = scene;
  if (historyFrom !== null && random.chance(0.4)) return { ...care, start: historyFrom };
  return random.chance(0.2) ? { ...care, start: care.start - random.pick([1, 30, 200]) } : care;
}

/** Adds a dated plan history of a period, with plans of other ranks and ties. */
export function addHistory(scene: Scene, care: Care, historyFrom: Day | null): void {
  const { random, book } = scene;
  if (random.chance(0.15)) return;
  const common = () => ({ child_id: care.child, care_period_id: namedPeriod(scene, care) });
  const add = (plan: Plan, start: Day, end: Day | null, rank: PlanRow['plan_rank']) =>
    book.plan({
      ...common(),
      plan,
      plan_rank: rank,
      start_date: toIso(start),
      end_date: isoOf(end),
      recorded_date: recordedDate(scene, start),
    });
  const from = startsAt(scene, care, historyFrom);
  const codes = themed(scene, care, chains);
  const pieces = chain(
    scene,
    from,
    from.start === historyFrom && random.chance(0.5) ? codes.slice(0, 1) : codes,
  );
  for (const { code, start, end } of pieces) add(code, start, end, 'primary');
  const [first] = pieces;
  if (first !== undefined && random.chance(0.1))
    add(random.pick(secondary), first.start, first.end, 'primary');
  if (random.chance(0.35)) {
    const start = dayWithin(scene, care.start, lastDay(scene, care));
    const end = random.chance(0.5) ? null : start + random.between(1, 400);
    add(random.pick(secondary), start, end, random.pick(['contingency', 'parallel']));
  }
}

/** Adds one dated category per review, some of them blank. */
export function addCategories(scene: Scene, care: Care): void {
  const { random, book } = scene;
  if (random.chance(0.1)) return;
  const codes = themed(scene, care, chains).map((code): Plan => (random.chance(0.1) ? 'NO_PLAN' : code));
  const starts = codes.map(() => dayWithin(scene, care.start, lastDay(scene, care))).sort((a, b) => a - b);
  codes.forEach((plan, i) => {
    const start = starts[i] as Day;
    const end = starts[i + 1] ?? null;
    if (end === start) return;
    book.plan({
      child_id: care.child,
      care_period_id: namedPeriod(scene, care),
      origin: 'category',
      plan,
      start_date: toIso(start),
      end_date: isoOf(end),
    });
  });
}

/** A plan document of a child; once ended, some systems no longer export it. */
interface PlanDocument {
  readonly care: Care;
  readonly id: string;
  readonly start: Day;
  readonly end: Day | null;
  readonly vanishes: boolean;
  readonly named: string | null;
}

function documentsOf(scene: Scene, cares: readonly Care[]): PlanDocument[] {
  const { random } = scene;
  return cares.flatMap((care) => {
    if (random.chance(0.1)) return [];
    const pieces = chain(
      scene,
      random.chance(0.15) ? { ...care, start: care.start - 20 } : care,
      random.pick([['d'], ['d'], ['d', 'd'], ['d', 'd', 'd']]),
    );
    return pieces.map(({ start, end }, i) => ({
      care,
      id: `${care.id}-d${i}`,
      start,
      end,
      vanishes: random.chance(0.5),
      named: namedPeriod(scene, care),
    }));
  });
}

/** A snapshot's rows of a child: every document carries the latest answers. */
function rowsSeen(
  scene: Scene,
  documents: readonly PlanDocument[],
  answers: readonly Plan[],
  taken: Day,
): PlanRow[] {
  const isExported = ({ start, end, vanishes }: PlanDocument) =>
    start <= taken && !(end !== null && end <= taken && vanishes);
  return documents.filter(isExported).flatMap((document) =>
    answers.map((plan) =>
      scene.book.planRow({
        row_key: `${document.id}-${plan}`,
        child_id: document.care.child,
        care_period_id: document.named,
        document_id: document.id,
        origin: 'answers',
        plan,
        start_date: toIso(document.start),
        end_date: document.end !== null && document.end <= taken ? toIso(document.end) : null,
      }),
    ),
  );
}

/** Some documents are dated on the very day of a snapshot. */
function onSnapshotDay({ random }: Scene, document: PlanDocument, snapshots: readonly Day[]): PlanDocument {
  const taken = random.pick(snapshots);
  const isPossible = document.end === null || taken < document.end;
  return isPossible && random.chance(0.12) ? { ...document, start: taken } : document;
}

/** Rows of a child in successive snapshots; the answers change now and then. */
export function answersSeen(scene: Scene, cares: readonly Care[], snapshots: readonly Day[]): PlanRow[][] {
  const { random } = scene;
  const documents = documentsOf(scene, cares).map((document) => onSnapshotDay(scene, document, snapshots));
  const choose = () => themed(scene, cares.at(-1) as Care, answerSets);
  let answers = choose();
  return snapshots.map((taken) => {
    if (random.chance(0.4)) answers = choose();
    return rowsSeen(scene, documents, answers, taken);
  });
}
