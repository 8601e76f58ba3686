import { addYears, type Day } from '../day.ts';
import type { Period } from '../life/life.ts';
import { carePlanKeys } from '../vocabulary.ts';
import { begun, type Cell, DateCells, numbered, type Table, table, type World } from './table.ts';

const columns = [
  'lacp_table_id',
  'lacp_person_id',
  'lacp_cla_care_plan_start_date',
  'lacp_cla_care_plan_end_date',
  'lacp_cla_care_plan_json',
] as const;

/** Plan documents as SystemC gives them: the latest answers repeated on every document of the child. */
export function carePlanTable(world: World): Table {
  const dates = new DateCells(world.asAt);
  const records = begun(world).flatMap((period) => {
    const documents = documentDays(period, world.asAt);
    const answers = latestAnswers(period, world.asAt);
    return documents.map(
      (from, i): Record<(typeof columns)[number], Cell> => ({
        lacp_table_id: numbered('D', period, i),
        lacp_person_id: period.personId,
        lacp_cla_care_plan_start_date: dates.stamp(from),
        lacp_cla_care_plan_end_date: dates.stamp(documents[i + 1] ?? period.course.exit),
        lacp_cla_care_plan_json: answers,
      }),
    );
  });
  return table('ssd/ssd_cla_care_plan.csv', columns, records);
}

/** A first document within ten days or so, then one after most reviews. */
function documentDays({ course, reviews, random }: Period, asAt: Day): Day[] {
  const days = [course.entry + random.int(2, 12)];
  for (const { held } of reviews)
    if (held !== null && random.chance(0.6)) days.push(held + random.int(3, 25));
  const oldest = addYears(asAt, -6);
  const inOrder = [...new Set(days)].filter((day) => day <= asAt && day < course.exit).sort((a, b) => a - b);
  return inOrder.filter((_, i) => (inOrder[i + 1] ?? course.exit) > oldest);
}

function latestAnswers({ course, plans, random }: Period, asAt: Day): string {
  const day = Math.min(asAt, course.exit - 1);
  const current = plans.filter((plan) => plan.rank !== 2 && plan.from <= day && plan.to > day);
  const set = new Map(current.map(({ code, rank }) => [documentKey(code, course.reason), rank]));
  const months = random.int(9, 18);
  const answer = (key: string) => (!set.has(key) ? '' : key === 'RETURNEV' ? String(months) : 'Y');
  return `{${carePlanKeys.map((key) => `"${key}": "${answer(key)}"`).join(', ')}}`;
}

/** The form has no question for special guardianship: it is recorded as relatives or as "other". */
const documentKey = (code: string, reason: string): string =>
  code === 'SGOCAO' ? (reason === 'E41' ? 'OTHERPLN' : 'LTRELFR') : code;
