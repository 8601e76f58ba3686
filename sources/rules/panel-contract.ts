/** What the rule CSVs of the Panel and of disclosure control hold. */
import {
  anyText,
  authority,
  inForce,
  key,
  measureLine,
  oneOf,
  position,
  source,
  table,
  text,
  whole,
  words,
  yes,
} from './fields.ts';

/** Every rule of a disclosure policy; the greater number is the stricter, but for `hidden_share_percent`. */
export const disclosureRules = [
  'least_count',
  'least_denominator',
  'least_numerator',
  'least_average',
  'average_step_days',
  'round_cross_breaks_to',
  'least_interval_width',
  'least_family',
  'least_household',
  'least_event',
  'least_place',
  'least_difference',
  'least_step',
  'band_limit',
  'hidden_share_percent',
] as const;
export type DisclosureRule = (typeof disclosureRules)[number];

/** The product's own floors; no audience's policy may be looser than the one it is held to. */
const floorAudiences = ['floor', 'floor_exempt'] as const;

/** The Panel's questions and its annual packs. */
export const panelQuestions = Array.from({ length: 14 }, (_, index) => `P${index + 1}`);
export const panelPacks = ['reviewing', 'fostering', 'adoption'] as const;

/** Breakdowns that a Panel paper may print: never a team, an area or a service. */
export const panelBreakdowns = [
  'age_band',
  'sex',
  'ethnicity',
  'placement_type',
  'legal_status',
  'unaccompanied',
] as const;
export const panelStatistics = ['count', 'percentage', 'rate', 'mean_days', 'median_days'] as const;
/** A stock stands at quarter-ends; a flow in one of the others, the shortest first. */
export const panelSteps = ['quarter_end', 'quarter', 'half_year', 'year', 'three_years'] as const;
/** What a line counts decides how small a number of it may be. */
export const unitKinds = ['child', 'family', 'household', 'event', 'place'] as const;
const quantities = ['numerator', 'denominator'] as const;

export const panelTables = {
  disclosure: table("a threshold of an audience's policy, in force for some time", ['audience', 'rule'], {
    audience: key('an audience of audiences.csv, or a floor of the product'),
    rule: oneOf(disclosureRules, 'what is limited; how is told in disclosure control'),
    value: whole(
      'the greater is the stricter, but for hidden_share_percent; looser than its floor is refused',
    ),
    ...inForce,
  }),
  audiences: table('who an edition is for', ['audience'], {
    audience: key('short name'),
    title: text('heading of its papers'),
    marking: text('mark on every page'),
    strictness: oneOf(
      floorAudiences,
      'floor its policy is held to: floor for papers that anybody may read, floor_exempt for exempt ones',
    ),
    every_run: yes('Y where every run makes a draft for it'),
    questions: words(
      panelQuestions as [string, ...string[]],
      'question of the Panel',
      'questions it is shown',
    ),
    packs: words(panelPacks, 'annual pack of the Panel', 'annual packs it is given'),
    source,
  }),
  panel_questions: table('a question of the Panel, or an annual pack', ['question'], {
    question: key('P1 to P14, or the name of a pack'),
    position,
    title: text('the question as it is asked'),
    short_title: text('its name in a menu'),
    so_what: text('why it matters, in a sentence or two'),
    young_title: anyText('the question as a young person would put it'),
    young_sentence: anyText(
      "the answer in words that a reader of 11 knows, written as the sentence of its headline's line is; empty: it is not on the page for young people",
    ),
    source,
  }),
  panel_lines: table(
    'a line that helps to answer a question',
    ['question', 'measure_id', 'line'],
    {
      question: key('a question of panel_questions.csv'),
      position,
      ...measureLine,
      statistics: words(panelStatistics, 'statistic of the Panel', 'what of it is printed'),
      steps: words(
        panelSteps,
        'step of the calendar',
        'quarter_end for a stock; for a flow the steps among which its size decides, the shortest first',
      ),
      unit_kind: oneOf(unitKinds, 'what it counts: decides the least number that is printed'),
      headline: yes("Y for the line that answers the question; its status is the question's"),
      breakdowns: words(panelBreakdowns, 'breakdown of the Panel', 'breakdowns that are printed'),
      column: text('heading of its column', 'column_heading'),
      sentence: text(
        '`{count}`, `{rate}`, `{mean_days}`, `{median_days}` stand for printed figures, `{share}` for share and count (20% (12) of), `{period}` for the time, `{child\\|children}` for the first word where the count is one and for the second otherwise',
      ),
      sentence_few: anyText('what is said in its place where there are too few for an average'),
      state: oneOf(
        ['live', 'awaited'],
        'awaited: the measure may not be there yet, and the question then says so',
      ),
      source,
    },
    { raw: 'rule_panel_line' },
  ),
  panel_changes: table(
    'a line that says how the answer to a question has changed over a year; without any, its headline does',
    ['question', 'measure_id', 'line'],
    {
      question: key('a question of panel_questions.csv'),
      position: whole(
        'which of them comes first where none has grown worse: what has is said before, the most first',
      ),
      ...measureLine,
      subject: text('how its sentence begins; no number, and not the heading of its column'),
      source,
    },
  ),
  panel_sums: table(
    'a count that is by its definition a part of another; parts of one whole do not overlap',
    ['whole_measure', 'whole_line', 'whole_quantity', 'measure_id', 'line', 'quantity'],
    {
      whole_measure: key('measure of the whole'),
      whole_line: key('its line'),
      whole_quantity: oneOf(
        [...quantities, 'change'],
        'which count of it; change: how a stock has changed over the time',
      ),
      ...measureLine,
      quantity: oneOf(
        [...quantities, 'left', 'year_before'],
        'which count of the part; left: those whom the stock lost; year_before: those counted a year before are the whole',
      ),
      source,
    },
  ),
  group_coarsening: table(
    'the coarser group that a group falls back to where too much of a breakdown is hidden',
    ['breakdown', 'group'],
    {
      authority,
      breakdown: oneOf(panelBreakdowns, 'the breakdown'),
      group: text('group of groups.csv', 'group_key'),
      coarse: text('the coarser group; no other group may bear its name'),
      label: text('its name in a table'),
      position,
      source,
    },
  ),
} as const;
