/** The states of the models in words. A new state reads as its own name until it has a line here. */
const exact: Readonly<Record<string, string>> = {
  care: 'is looked after',
  has_plan: 'has an open plan',
  no_plan: 'has no open plan',
  second_review_past: 'is past the limit for the second review',
  placement_order: 'is on a placement order',
  adopted: 'has been adopted',
  family_identified: 'has an adoptive family identified',
  long_term_matched: 'is matched with long-term carers',
  plan_towards_family: 'has a plan of any rank towards family life',
  weekly_tool: 'is in the weekly-tool cohort',
  'ppm:meeting': 'has had a permanence planning meeting',
  'ppm:exempt': 'has a recorded exemption and no meeting',
  'ppm:discussion': 'has had a specialist discussion and neither meeting nor exemption',
  'ppm:none': 'has had neither meeting, exemption nor discussion',
};

const families: readonly (readonly [prefix: string, words: string])[] = [
  ['plan:', 'current plan is '],
  ['living:', 'lives in a placement of the kind '],
  ['weekly_tool:', 'is in the weekly-tool cohort, part '],
];

/** What holds of a child in the state, as the rest of a sentence. */
export function stateInWords(state: string): string {
  const known = exact[state];
  if (known !== undefined) return known;
  const family = families.find(([prefix]) => state.startsWith(prefix));
  return family === undefined
    ? state.replaceAll('_', ' ')
    : `${family[1]}${state.slice(family[0].length).replaceAll('_', ' ')}`;
}
