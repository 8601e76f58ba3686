/** What people of the invented county say of its figures, and a rule that it has made its own: for an earlier day. */
import { addMonths, type Day, isoOf } from './day.ts';

interface Said {
  readonly measure: string;
  readonly line: string;
  readonly what: string;
  readonly why: string;
  readonly effect: string;
  readonly action: string;
  readonly owner: string;
  /** Days from the day of the figure to the day of the action. */
  readonly within: number;
  readonly status: 'planned' | 'under way' | 'done';
}

/** They hold no number and no name, so that they may stand beside any figure. */
const said: readonly Said[] = [
  {
    measure: 'T3',
    line: 'main',
    what: 'More children wait on a placement order than leave the list.',
    why: 'Fewer adopters were approved than in the year before, and sibling groups are hard to match.',
    effect: 'Children stay with foster carers who are not to be their family.',
    action: 'Review every order older than a year with the regional agency and settle a plan for each child.',
    owner: 'Head of Adoption and Fostering',
    within: 26,
    status: 'under way',
  },
  {
    measure: 'T22',
    line: 'main',
    what: 'Young children have neither a meeting nor a recorded exemption.',
    why: 'Two teams had no manager for a quarter and booked no meetings.',
    effect: 'Nobody has settled where these children will grow up.',
    action: 'Book a meeting for each child on the list, the youngest first.',
    owner: 'Service manager, Family Safeguarding',
    within: 47,
    status: 'under way',
  },
  {
    measure: 'T7',
    line: 'unmatched',
    what: 'Long-term fostering is the plan, and no match has been agreed.',
    why: 'Matches wait for the panel, which sat less often than planned.',
    effect: 'Children cannot be told that they may stay.',
    action: 'Hold an extra fostering panel each month until the list is cleared.',
    owner: 'Head of Adoption and Fostering',
    within: 75,
    status: 'planned',
  },
  {
    measure: 'B52',
    line: 'main',
    what: 'Plans are not updated after a review or a move.',
    why: 'Updates wait for a long form that few finish in time.',
    effect: 'Carers and children work from plans that no longer hold.',
    action: 'Bring in the short update form and check it in supervision.',
    owner: 'Head of Children Looked After',
    within: 61,
    status: 'under way',
  },
  {
    measure: 'T13',
    line: 'main',
    what: 'Second reviews are held after the date that we set ourselves.',
    why: 'Dates were fixed after the first review and not at it.',
    effect: 'Decisions on permanence come later than children need.',
    action: 'Fix the second date before the first review ends.',
    owner: 'Head of independent review',
    within: 20,
    status: 'done',
  },
  {
    measure: 'B34',
    line: 'main',
    what: 'More children wait for an adoptive family than a year ago.',
    why: 'Family finding began only after the court had decided.',
    effect: 'Waits grow with the age of the child.',
    action: 'Begin family finding when a placement order is applied for.',
    owner: 'Adoption manager',
    within: 92,
    status: 'planned',
  },
];

const sheet = (each: Said, on: Day): string =>
  [
    '---',
    `measure: ${each.measure}`,
    `line: ${each.line}`,
    `as_at: ${isoOf(on)}`,
    `what_happened: ${each.what}`,
    `why: ${each.why}`,
    `effect_on_children: ${each.effect}`,
    `action: ${each.action}`,
    `owner_role: ${each.owner}`,
    `by_when: ${isoOf(on + each.within)}`,
    `status: ${each.status}`,
    `expires_on: ${isoOf(addMonths(on, 3))}`,
    'author_role: Performance manager',
    `approved_on: ${isoOf(on + 10)}`,
    '---',
    '',
  ].join('\n');

/** Commentaries on the figures of that day, by path below the folder of the demo. */
export const commentaryFiles = (on: Day): [file: string, text: string][] =>
  said.map((each) => [
    `commentary/${isoOf(on)}-${each.measure.toLowerCase()}-${each.line}.md`,
    sheet(each, on),
  ]);

/**
 * The edition before looks back one year and not three, week by week for a month: it is there to be compared with, and half
 * the dates are half the work.
 */
export const shortHistory = [
  'key,value,meaning,source',
  ...[
    ['month_ends', 13],
    ['breakdown_month_ends', 3],
    ['weeks', 4],
  ].map(([key, value]) => `${key},${value},A shorter history for the month before,Invented for the demo`),
  '',
].join('\n');

/** The county has given pre-proceedings more weeks than the product proposes, from the quarter's beginning. */
export const changedRule = (authority: string, on: Day): string =>
  [
    'authority,measure_id,limit_key,meaning,n,unit,effective_from,effective_to,source,approved_by_role,approved_on',
    `${authority},B6,aim,Pre-proceedings stand longer than the aim after this,20,weeks,${isoOf(addMonths(on, -2) + 1).slice(0, 8)}01,,Invented decision of the county,Director of children and families,${isoOf(on + 12)}`,
    '',
  ].join('\n');
