import { type FileContract, unusedFile } from '../reading/file-contract.ts';

const file = (table: string, rest: Omit<FileContract, 'name' | 'adapter' | 'used'>): FileContract => ({
  name: `ssda903.${table}`,
  adapter: 'ssda903',
  used: true,
  ...rest,
});

/** Files of the children looked after return that are read (data-standards 2.2). */
export const ssda903Files = {
  header: file('header', {
    required: ['CHILD', 'SEX', 'DOB'],
    optional: ['ETHNIC'],
    dates: ['DOB'],
    signature: ['ETHNIC', 'UPN', 'MOTHER'],
    enough: 1,
    evidence: [],
  }),
  episodes: file('episodes', {
    required: ['CHILD', 'DECOM', 'RNE', 'LS', 'PLACE', 'DEC', 'REC'],
    optional: ['CIN', 'PLACE_PROVIDER', 'REASON_PLACE_CHANGE', 'PL_POST', 'URN'],
    signature: ['DECOM', 'RNE', 'LS', 'PLACE', 'DEC', 'REC'],
    dates: ['DECOM', 'DEC'],
    evidence: ['DECOM', 'DEC'],
  }),
  reviews: file('reviews', {
    required: ['CHILD', 'REVIEW'],
    optional: ['REVIEW_CODE'],
    dates: ['REVIEW'],
    signature: ['REVIEW', 'REVIEW_CODE'],
    enough: 1,
    // Reviews are the least reliable dates of the return: no evidence of when it was made.
    evidence: [],
  }),
  // Ceasing to be unaccompanied is planned: it is commonly entered as the 18th birthday to come.
  uasc: file('uasc', { required: ['CHILD', 'DUC'], dates: ['DUC'], signature: ['DUC'], evidence: [] }),
  placed_adoption: file('placed_adoption', {
    required: ['CHILD', 'DATE_PLACED'],
    optional: ['DATE_PLACED_CEASED', 'REASON_PLACED_CEASED'],
    signature: ['DATE_PLACED', 'DATE_PLACED_CEASED', 'REASON_PLACED_CEASED'],
    enough: 1,
    dates: ['DATE_PLACED', 'DATE_PLACED_CEASED'],
    evidence: ['DATE_PLACED', 'DATE_PLACED_CEASED'],
  }),
  ad1: file('ad1', {
    required: ['CHILD', 'DATE_INT', 'DATE_MATCH'],
    optional: ['FOSTER_CARE'],
    signature: ['DATE_INT', 'DATE_MATCH', 'FOSTER_CARE', 'NB_ADOPTR', 'SEX_ADOPTR', 'LS_ADOPTR'],
    dates: ['DATE_INT', 'DATE_MATCH'],
    evidence: ['DATE_INT', 'DATE_MATCH'],
  }),
} as const satisfies Record<string, FileContract>;

/** Files of the return that feed no measure yet. */
export const ssda903Unused: readonly FileContract[] = [
  unusedFile('ssda903', 'missing', ['MISSING', 'MIS_START', 'MIS_END']),
  unusedFile('ssda903', 'oc2', [
    'SDQ_SCORE',
    'CONVICTED',
    'HEALTH_CHECK',
    'IMMUNISATIONS',
    'TEETH_CHECK',
    'HEALTH_ASSESSMENT',
  ]),
  unusedFile('ssda903', 'oc3', ['IN_TOUCH', 'ACTIV', 'ACCOM']),
  unusedFile('ssda903', 'previous_permanence', ['PREV_PERM', 'LA_PERM', 'DATE_PERM']),
  unusedFile('ssda903', 'sw_episodes', ['SW_ID', 'SW_DECOM', 'SW_DEC', 'SW_REASON']),
  unusedFile('ssda903', 'dolo', ['DOLO_START', 'DOLO_END']),
];

/** What each file turns on, most useful first. */
export const ssda903Help: Readonly<Record<string, string>> = {
  'ssda903.placed_adoption':
    'T4 and T5 as stand-ins, B32 and B33: decisions that a child should be placed for adoption',
  'ssda903.ad1':
    'B30 and B31: matches of children who were adopted, and who was adopted by the foster carers',
  'ssda903.reviews': 'reviews held',
  'ssda903.uasc': 'the breakdown of unaccompanied children',
};
