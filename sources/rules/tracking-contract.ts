/** The rule files of the procedures' own lines: what is tracked, of whom, from which event to which, within how long. */
import {
  anyText,
  authority,
  codeWords,
  hundredths,
  inForce,
  key,
  oneOf,
  optionalText,
  optionalWhole,
  position,
  requires,
  source,
  table,
  term,
  terms,
  text,
  whole,
  words,
  yes,
} from './fields.ts';

/** How a generic measure looks at a child; models/models/measures/tracking_line.sql says what each does. */
const directions = ['after', 'before', 'every', 'standing', 'list', 'register'] as const;
const trackingFamilies = ['C', 'Z', 'X', 'R'] as const;
const trackingUnits = ['days', 'working_days', 'weeks', 'months', 'years'] as const;
/** What a parameter of a line is called, and how its value is written. */
export const trackingParameters: Readonly<Record<string, RegExp>> = {
  /** Completed years from and below which a child is on the line, and on which day the age is taken. */
  age_from: /^\d{1,2}$/,
  age_below: /^\d{1,2}$/,
  age_on: /^(as_at|entry|anchor)$/,
  /** A completion counts from so many days before the anchor; without it from the anchor on. */
  early_days: /^\d{1,4}$/,
  /** So many of the completions are enough; without it all. */
  enough: /^\d$/,
  /** The child stays on the line for so many days after the anchor; without it as long as it is tracked. */
  anchor_days: /^\d{1,4}$/,
  /** The child is on the line only once the anchor is more than so many days ago. */
  over_days: /^\d{1,4}$/,
  /** The deadline is half-way to this event, of the source row of the anchor, where that is sooner. */
  half_way_to: /^[A-Za-z0-9_:]+$/,
  /** What was done about one thing does not complete another: both must stand in one row of the source. */
  same_row: /^Y$/,
  /** A list of family Z on which a child does not count as drifting (B27). */
  drift: /^N$/,
  /** Children whose limit lies ahead are announced week by week on the first screen. */
  announced: /^Y$/,
};

/** What people write on a list of the Monday pack, in the order in which it stands there. */
export const listAnswers = [
  'manager_rag',
  'officer_view',
  'barrier',
  'doing',
  'owner',
  'by_when',
  'done_on',
  'discussed_on',
] as const;
export type ListAnswer = (typeof listAnswers)[number];

const lineKey = { line_id: key('the line, as the catalogue numbers it') };

export const trackingTables = {
  generics: table(
    'a generic measure: a question that many lines ask, each with its own events and limit',
    ['generic'],
    {
      generic: key('its name'),
      number: whole('its number in the catalogue'),
      asks: text('the question'),
      direction: oneOf(
        directions,
        'after: done within the limit after the anchor; before: at least the limit ahead of it; every: again within the limit; standing: the anchor has lasted for the limit; list: who is on it; register: did a forum sit or a report go out',
      ),
      source,
    },
    { raw: 'rule_generic' },
  ),
  events: table(
    'an event that a line may name: a dated column of the contract, or a code of a long extract',
    ['event'],
    {
      event: term('as core.event has it'),
      name: text('what happened, for a reader'),
      input: requires('what a source must give; empty: no source can yet'),
      proved_by_row: yes('Y where a source without one row of it is taken not to record it'),
      days_before_entry: optionalWhole(
        'a child in care: it counts from so many days before entry; empty: if it belongs to the period of care, or to none',
      ),
      extract: text('file and column or code that bring it'),
      source,
    },
    { raw: 'rule_event' },
  ),
  states: table(
    'a state that a rule may name: what holds of a child on a day',
    ['state'],
    {
      state: term('as the models of states have it'),
      name: text('what holds of the child, as the rest of a sentence'),
      input: requires('what a source must give; empty: no source can yet'),
      extract: text('file and column or code that bring it'),
      source,
    },
    { raw: 'rule_state' },
  ),
  recipients: table(
    'who a line goes to, and who answers for it',
    ['recipient'],
    {
      authority,
      recipient: key('short name'),
      name: text('for a reader'),
      level: oneOf(['child', 'service', 'county', 'senior', 'strategic', 'region'], 'level of oversight'),
      role: key('role that answers for a line that goes there, of manager_role in codes.csv'),
      frequency: oneOf(
        [
          ...['event', 'review', 'weekly', 'fortnightly', 'three_weekly', 'four_weekly'],
          ...['monthly', 'quarterly', 'yearly'],
        ] as const,
        'how often; of its lists in the Monday pack too: event and review go with each pack, monthly with the first of a month',
      ),
      source,
    },
    { raw: 'rule_recipient' },
  ),
  tracking_lines: table(
    "a line of a procedure's tracking, or one of several parts of it",
    ['line_id', 'part'],
    {
      authority,
      ...lineKey,
      part: key('`main`, or which part'),
      position,
      name: text("the line in the procedure's words"),
      part_name: anyText('the part, for a reader; empty for main'),
      in_use: yes('N leaves out a line that a row further away has'),
      family: oneOf(
        trackingFamilies,
        'C: compliance; Z: a list that should be empty; X: context; R: a register',
      ),
      generic: key('generic measure of generics.csv'),
      population: terms(
        'states that must all hold; `a/b` either; `!a` must not; `tracked`: in care, in pre-proceedings or in proceedings; `tracked_year`: or within the last twelve months',
      ),
      anchor: terms(
        'event that the line runs from; `#1`, `#2`: the first, second; otherwise the latest; `since:a`: the day state a began; `a/b`: either',
      ),
      completion: terms('events, or states as `since:a`, that complete it: all of them; `a/b` either'),
      limit_n: optionalWhole('how many'),
      limit_unit: oneOf([...trackingUnits, ''], 'of what; months and years are calendar steps'),
      aim_n: optionalWhole('what is aimed for, in the same unit'),
      parameters: terms('`name=value`, blanks between'),
      target: hundredths('C: percent at or above which it is Green; Z: percent up to which'),
      floor: hundredths('C: percent at or above which it is Amber; Z: percent up to which'),
      minimum_denominator: optionalWhole('below it, too few to rate'),
      goes_to: codeWords('recipients.csv', 'whom it goes to; the role of the first answers for it'),
      role: optionalText("who answers for it, of manager_role in codes.csv; empty for the first recipient's"),
      measure_id: anyText('measure that already gives the figure; empty where the generic does'),
      line: anyText('its line'),
      not_measurable: anyText('why it cannot be measured; empty where it can'),
      grade: oneOf(['seed', 'proposed'], 'seed: the document says the limit; proposed: this program does'),
      ...inForce,
    },
    { raw: 'rule_tracking_line' },
  ),
  case_ratings: table(
    "what makes a child's case Red or Amber",
    ['line_id', 'part', 'family', 'rag'],
    {
      authority,
      line_id: text('the line; `*` any line of the family'),
      part: text('its part; `*` any'),
      family: oneOf(['C', 'Z', '*'], 'and of which family'),
      rag: oneOf(['Red', 'Amber'], 'what it makes the case'),
      days_over: whole('from so many days past the deadline'),
      ...inForce,
    },
    { raw: 'rule_case_rating' },
  ),
  tracking_pages: table("a page of the Board's site that shows lines of a procedure", ['page'], {
    authority,
    page: key('short name; its address has hyphens for the underscores'),
    position,
    title: text('its title, and its place in the menu'),
    introduction: text('what it shows, for a reader'),
    source,
  }),
  tracking_page_lines: table(
    'a line on such a page; a line on no page stands on the page of every line',
    ['page', 'line_id', 'part'],
    {
      authority,
      page: key('the page'),
      line_id: key('the line'),
      part: text('its part; `*` all of them'),
      position,
      section: text('heading of the page under which it stands'),
    },
  ),
  lists: table(
    'a list of the Monday pack: who is on it, what it says of each child, whom it goes to and what they fill in',
    ['list_id'],
    {
      authority,
      list_id: key('the list'),
      position,
      name: text('its name, for a reader'),
      in_use: yes('N leaves out a list that a row further away has'),
      goes_to: key('recipient of recipients.csv'),
      one_for_each: oneOf(['team', 'service', 'authority'], 'one workbook for each of what'),
      without_team: key('recipient who gets the children that no team or service has'),
      population: terms(
        'states that must all hold, as in tracking_lines.csv; empty: whoever is on its members',
      ),
      members: terms(
        'lines whose children it holds: `T9`, or `T9:under_12` for a part; empty: all of the population',
      ),
      shows: oneOf(['any', 'open'], 'of the members: everybody on them, or only the overdue and the listed'),
      steps: terms('lines shown as a due date and where it stands, one after the other; written as members'),
      order: oneOf(['longest', 'due', 'case'], 'longest overdue first, next due first, or by case number'),
      panel: key('meeting of codes.csv (panel) under which the answers are kept'),
      answers: words(listAnswers, 'answer', 'what people fill in'),
      ...inForce,
    },
    { raw: 'rule_list' },
  ),
} as const;
