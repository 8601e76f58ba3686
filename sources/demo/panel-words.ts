/** Invented texts for the Panel's paper, plain and signed off: what comes next, and what children say. */
import { addMonths, dayOf, isoOf } from './day.ts';

/** The newest quarter-end on or before a day. */
export function quarterEndOf(asAt: string): string {
  const next = isoOf(dayOf(asAt) + 1);
  const month = Number(next.slice(5, 7));
  const quarterStart = `${next.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
  return isoOf(dayOf(quarterStart) - 1);
}

/** They hold no number and no name, so that they may stand beside any figure. */
const said: readonly (readonly [question: string, kind: 'what_next' | 'children_say', text: string])[] = [
  ['P1', 'what_next', 'We will keep meeting families sooner, so that more children can stay safely at home.'],
  ['P1', 'children_say', '"We want to know who decides, and why."'],
  ['P2', 'what_next', 'We are looking for foster families in the towns where we have too few.'],
  ['P2', 'children_say', '"Near my friends is best. A long car ride makes school days hard."'],
  ['P3', 'what_next', 'Before a move is agreed, a manager will ask what would let the child stay.'],
  ['P3', 'children_say', '"Tell us early. Let us see the house first."'],
  ['P4', 'what_next', 'Managers check each month which plans are late, and ask what stands in the way.'],
  ['P4', 'children_say', '"I feel better when I know where I will grow up."'],
  ['P5', 'what_next', 'The permanence panel will look first at those who have waited longest.'],
  ['P7', 'what_next', 'We will keep asking relatives early whether they can offer a home for good.'],
  [
    'P8',
    'what_next',
    'We search for families together with our regional partners, before the court has decided.',
  ],
  ['P9', 'what_next', 'Families get help at home for longer after a return.'],
  ['P10', 'what_next', 'Review dates are now set when the last review ends.'],
  ['P10', 'children_say', '"Ask us before the meeting what we want to talk about."'],
  ['P11', 'what_next', 'Teams with late visits get help from teams that are up to date.'],
  ['P11', 'children_say', '"It helps when the same person comes."'],
  ['P12', 'what_next', 'A new scheme pays foster carers who take brothers and sisters together.'],
  ['P13', 'what_next', 'Wider families are asked at the first legal meeting, not after it.'],
];

/** The files by path below the folder of the demo. */
export function panelWordFiles(asAt: string): Map<string, string> {
  const quarterEnd = quarterEndOf(asAt);
  const signedOn = isoOf(addMonths(dayOf(quarterEnd), 1));
  return new Map(
    said.map(([question, kind, text]) => [
      `panel-words/${question.toLowerCase()}-${quarterEnd}-${kind.replace('_', '-')}.md`,
      [
        '---',
        'audience: panel',
        `question: ${question}`,
        `quarter_end: ${quarterEnd}`,
        `kind: ${kind}`,
        `author_role: ${kind === 'what_next' ? 'Head of permanence' : 'Advocacy worker'}`,
        `author_on: ${quarterEnd}`,
        `sign_off_role: ${kind === 'what_next' ? 'Director of children and families' : 'Participation manager'}`,
        `sign_off_on: ${signedOn}`,
        '---',
        '',
        text,
        '',
      ].join('\n'),
    ]),
  );
}
