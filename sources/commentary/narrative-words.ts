/** The words by which a text for the Panel is judged. Data, not rules: which word means a child, which a length of time. */

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Words for those whom the figures count, and for what stands for one of them (an adoption is a child adopted). */
export const peopleNouns: ReadonlySet<string> = list(`
  child children child's children's kid kids youngster youngsters youth youths teenager teenagers teen teens
  adolescent adolescents boy boys boy's boys' girl girls girl's girls' lad lads baby babies infant infants toddler toddlers
  newborn newborns sibling siblings brother brothers sister sisters twin twins triplets son sons daughter daughters
  person people persons pupil pupils leaver leavers minor minors
  family families household households adopter adopters carer carers
  adoption adoptions order orders guardianship guardianships match matches placement placements case cases
  unregistered
  `);

/** One of them, told as one. */
export const singular: ReadonlySet<string> = list(
  'child kid youngster youth teenager teen adolescent boy girl lad baby infant toddler newborn sibling brother sister twin person son daughter',
);

/** Of these, the ones that general sentences do not use: "a child needs a home" is no story, "a girl moved" is. */
export const telling: ReadonlySet<string> = list(
  'boy girl lad baby infant toddler newborn teenager sibling brother sister twin son daughter',
);

/** Words that a number without a noun stands before: "three were adopted". */
export const verbs: ReadonlySet<string> = list(`
  was were is are has have had who did do will would could can moved left went came wait waits waited live lives lived
  return returned remain remains remained still stayed stay became turned joined started began found gained got`);

/** Days in a unit of time. */
export const durations: Readonly<Record<string, number>> = {
  day: 1,
  days: 1,
  night: 1,
  nights: 1,
  week: 7,
  weeks: 7,
  month: 30.4375,
  months: 30.4375,
  year: 365.25,
  years: 365.25,
};

/** After these a number is an age or the edge of an age band, unless people or a verb follow. */
export const ageBefore: ReadonlySet<string> = list('aged age ages under over turning turned');

/**
 * After these a number is a label, unless people or a verb follow. A year, quarter or week is none of them: a year of four
 * digits is known by its digits, and "last quarter 2 children moved" says how many.
 */
export const labels: ReadonlySet<string> = list(`
  section part stage page phase step question regulation paragraph schedule point version figure table chapter
  level tier grade priority form room item appendix annex`);

/** Labels that are as good as a verb after people: "the children number three". */
export const numberWords: ReadonlySet<string> = list('number no');

/** What may be counted freely: time, money, meetings, staff. */
export const neutralNouns: ReadonlySet<string> = list(`
  minute minutes hour hours mile miles kilometre kilometres pound pounds point points time times
  officer officers worker workers manager managers team teams meeting meetings workshop workshops session sessions staff
  councillor councillors council councils authority authorities agency agencies priority priorities action actions area areas
  step steps thing things way ways reason reasons question questions event events report reports page pages
  council's county's service services chair chairs judge judges court courts solicitor solicitors member members`);

/** Months, as dates are written. */
export const months =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';

/** First names that are words of every day too: at the beginning of a sentence nobody but a reader can tell. */
export const everyday: ReadonlySet<string> = list(`
  will mark grace may june april august rose faith hope joy amber ruby daisy summer autumn jack bill rob sue pat art dean drew
  chase hunter mason christian miles penny victor victoria sky star sunny storm angel melody harmony destiny heather holly
  ivy lily olive violet rusty frank grant guy dale glen lane max basil reed sandy dawn eve charity constance patience
  prudence mercy justice honey precious`);

/** What a reader for identity looks at again, by what it may be. */
export const sensitive: Readonly<Record<string, ReadonlySet<string>>> = {
  'an illness or disability': list(`
    ill illness illnesses disease cancer asthma diabetes epilepsy seizure seizures autism autistic adhd dyslexia disabled
    disability disabilities wheelchair deaf blind hospital operation surgery depression depressed anxiety self-harm overdose
    anorexia bulimia pregnant pregnancy hiv syndrome psychosis medication diagnosed diagnosis`),
  'a crime or a harm': list(`
    crime crimes criminal police arrested arrest prison jail custody murder murdered killed stabbed stabbing rape raped abuse
    abused assault assaulted attacked burglary theft stole stolen drugs dealer gang gangs trafficked exploitation exploited
    violence violent offence offender convicted sentenced court-case missing radicalised`),
  'a death or a family event': list(`
    died dies dead death funeral suicide divorce divorced wedding married twins triplets adopted-together imprisoned deported`),
};
