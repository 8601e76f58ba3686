/**
 * Sets whose codes are rows of sources/rules/codes.csv with an authority's own laid over them: a new milestone, forum
 * or role is a new row there and nothing else.
 */
export const openSets = [
  'milestone',
  'review_item',
  'escalation',
  'forum',
  'report',
  'audience',
  'panel',
  'panel_reason',
  'panel_outcome',
  'barrier',
  'meeting_trigger',
  'referral_ground',
  'ltf_entry_reason',
  'manager_role',
] as const;
export type OpenSetName = (typeof openSets)[number];
