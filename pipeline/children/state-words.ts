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
  of_ratification_age: 'is of the age at which a review ratifies a long-term match',
  plan_towards_family: 'has a plan of any rank towards family life',
  weekly_tool: 'is in the weekly-tool cohort',
  'ppm:meeting': 'has had a permanence planning meeting',
  'ppm:exempt': 'has a recorded exemption and no meeting',
  'ppm:discussion': 'has had a specialist discussion and neither meeting nor exemption',
  adopters_linked: 'is linked with adopters',
  adopters_matched: 'is matched with adopters',
  waiting_for_adopters: 'is on a placement order and does not yet live with adopters',
  reviewed_on_order: 'was last reviewed under the placement order, or given the order',
  adoption_unlikely: 'is past the limit for a referral, with no adoptive family in sight',
  referred_head_of_service: 'has been referred to a head of service',
  young: 'is below the age of the rule on moves',
  moved_often: 'is below the age of the rule and has moved as often as it says',
  alerts_logged: 'has every required alert on file since the move that counts',
  meeting_owed: 'is past the day on which a permanence planning meeting was due, and still of that age',
  'meeting_owed:open': 'has had no meeting, nor an exemption with a discussion on file',
  fostered: 'lives with foster carers',
  unaccompanied: 'is an unaccompanied asylum-seeking child',
  far_from_home: 'lives further from home than the limit',
  distance_unknown: 'has no measurable distance from home',
  adoption_sibling: 'is one of a group of siblings by an adoption record',
  siblings_together: 'is, or is to be, placed with a sibling by an adoption record',
  'ppm:none': 'has had neither meeting, exemption nor discussion',
};

const families: readonly (readonly [prefix: string, words: string])[] = [
  ['plan:', 'current plan is '],
  ['age_band:', 'is of the age group '],
  ['home:', 'lives in a placement of the group '],
  ['provider:', 'lives in a placement provided by: '],
  ['setting:', 'lives in a setting that the return calls '],
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
