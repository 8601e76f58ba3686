/** Plants the canaries in the demo's tables, so that no figure changes: what they stand in is dropped or quarantined. */
import type { CanaryBook, PlantedChild } from './canaries.ts';
import { legacyId, personId } from './life/life.ts';
import { Random } from './prng.ts';
import { type Cell, type Table, table, type World } from './tables/table.ts';

/** Rows that hold nothing but planted texts; each of them must end in quarantine. */
export const canaryRow = 'X-canary';

const person = 'ssd/ssd_person.csv';
const placement = 'ssd/ssd_cla_placement.csv';
const professionals = 'ssd/ssd_professionals.csv';
const documents = 'ssd/ssd_cla_care_plan.csv';
const teamMap = 'local/local_team_map.csv';
const addressFile = 'ssd/ssd_address.csv';

/** Columns of accepted rows that take a text: nothing of them is read, or nothing but codes is kept. */
const dropped: readonly {
  readonly file: string;
  readonly column: string;
  readonly where?: (text: Cell) => boolean;
}[] = [
  {
    file: professionals,
    column: 'prof_professional_job_title',
    where: (text) => text?.includes('\n') === false,
  },
  { file: 'ssd/ssd_involvements.csv', column: 'invo_worker_change_reason' },
  { file: 'ssd/ssd_department.csv', column: 'dept_team_parent_name' },
  { file: 'ssd/ssd_permanence.csv', column: 'perm_adopter_legal_status' },
  { file: 'ssd/ssd_permanence.csv', column: 'perm_placement_provider_urn' },
  { file: 'local/local_permanence_meetings.csv', column: 'ppmt_not_required_reason', where: isFilled },
  { file: 'local/local_permanence_meetings.csv', column: 'ppmt_not_required_agreed_role', where: isFilled },
  { file: 'local/local_permanence_meetings.csv', column: 'ppmt_chair_role', where: isFilled },
  { file: 'local/local_permanence_meetings.csv', column: 'ppmt_contingency_plan' },
  { file: 'local/local_long_term_match.csv', column: 'ltmt_closed_reason' },
  { file: 'local/local_long_term_match.csv', column: 'ltmt_panel_outcome' },
  { file: 'local/local_panel_decisions.csv', column: 'panl_action', where: isFilled },
  { file: 'local/local_family_group_conference.csv', column: 'fgcn_declined_reason', where: isFilled },
  { file: teamMap, column: 'team_head_of_service_role' },
];
/** A cell whose codes are read and whose other words are not: the text is put behind what stands there. */
const appended = { file: 'local/local_panel_decisions.csv', column: 'panl_alerted_roles' };

function isFilled(text: Cell): boolean {
  return text !== null;
}

const isKey = (column: string): boolean => /_id$|_reference$/.test(column);
/** Tables of dated rows: a text in place of a date is refused. The others are lists of teams and staff. */
const isDated = ({ columns }: Table): boolean => columns.some((column) => /_(?:date|dob)$/.test(column));
const isSheet = ({ file }: Table): boolean => file.startsWith('local/') && file !== teamMap;

const refusedField = (file: string, column: string): string => `${file} ${column}, refused`;
const keptField = (file: string, column: string): string => `${file} ${column}`;
const documentField = keptField(documents, 'lacp_cla_care_plan_json');

/** Every field that takes a text of its own, of tables as they are before planting. */
export function canaryFields(tables: readonly Table[]): string[] {
  return [
    ...tables
      .filter(isDated)
      .flatMap(({ file, columns }) =>
        columns.filter((column) => !isKey(column)).map((column) => refusedField(file, column)),
      ),
    ...[...dropped, appended].map(({ file, column }) => keptField(file, column)),
    ...tables.filter(isSheet).map(({ file }) => keptField(file, 'notes')),
    documentField,
  ];
}

/** Plants the book in the tables and gives the tables with what was added; and how many rows must be quarantined. */
export function plantCanaries(
  tables: readonly Table[],
  world: World,
  book: CanaryBook,
  seed: number,
): { readonly tables: readonly Table[]; readonly refused: number } {
  const random = Random.stream(seed, 4_000_001);
  const chosen = chooseChildren(world, random, book.children);
  const numbers = new Map(
    chosen.flatMap(({ child, number }) => [
      [personId({ number }), child.number],
      [legacyId({ number }), child.legacy],
    ]),
  );
  const renamed = tables.map((each) => renumber(each, numbers));
  for (const each of renamed) {
    plantDropped(each, book, random);
    if (each.file === person) for (const { child } of chosen) namePerson(each, child);
    if (each.file === placement) for (const { child } of chosen) moveHomes(each, child);
    if (each.file === professionals) nameWorker(each, book, random);
    if (each.file === documents) answerInWords(each, book, random);
  }
  const dated = renamed.filter(isDated);
  const refused = dated.filter((each, index) => addRefused(each, index, book)).length;
  const whole = renamed.map((each) =>
    isSheet(each) ? withNotes(each, book, random) : withManagers(each, book),
  );
  return { tables: [...whole, addresses(chosen.map(({ child }) => child))], refused };
}

interface Chosen {
  readonly child: PlantedChild;
  /** Number of the person in the invented world. */
  readonly number: number;
}

/** Children in care on the day, who lived in two homes at least where there are such. */
function chooseChildren(
  { periods, asAt }: World,
  random: Random,
  children: readonly PlantedChild[],
): Chosen[] {
  const open = periods.filter(({ course }) => course.entry <= asAt && course.exit > asAt);
  const moved = open.filter(
    ({ placements }) => new Set(placements.map(({ home }) => home.postcode)).size > 1,
  );
  const left = [
    ...new Set((moved.length >= children.length ? moved : open).map((period) => period.person.number)),
  ];
  return children.flatMap((child) => {
    const [number] = left.splice(random.int(0, left.length - 1), 1);
    return number === undefined ? [] : [{ child, number }];
  });
}

/** The new number in place of the old in every key, also where the key of a row is built from it. */
function renumber({ file, columns, rows }: Table, numbers: ReadonlyMap<string, string>): Table {
  const keys = columns.flatMap((column, at) => (isKey(column) ? [at] : []));
  // Asked first whether a number is in it: a million keys that stay as they are need no copies.
  const any = new RegExp([...numbers.keys()].join('|'));
  const anew = (cell: Cell): Cell =>
    cell === null || numbers.size === 0 || !any.test(cell)
      ? cell
      : cell.replace(/\d+/g, (digits) => numbers.get(digits) ?? digits);
  for (const row of rows) for (const at of keys) if (at < row.length) row[at] = anew(row[at] ?? null);
  return { file, columns, rows };
}

const whole = ({ columns, rows }: Table): Cell[][] =>
  rows.filter(
    (row) => row.length === columns.length && row.some((cell) => cell !== null) && !row[0]?.startsWith('X-'),
  );

const told = (word: string): string => `${word} told us so: ${word}`;

function plantDropped(each: Table, book: CanaryBook, random: Random): void {
  for (const { file, column, where } of [...dropped, { ...appended, where: isFilled }]) {
    if (file !== each.file) continue;
    const at = each.columns.indexOf(column);
    const rows = whole(each).filter((row) => where?.(row[at] ?? null) !== false);
    const word = book.notes.get(keptField(file, column));
    if (rows.length === 0 || word === undefined) continue;
    const row = random.pick(rows);
    row[at] = column === appended.column ? `${row[at]}; ${told(word)}` : told(word);
  }
}

function namePerson({ columns, rows }: Table, child: PlantedChild): void {
  const row = rows.find((each) => each[columns.indexOf('pers_person_id')] === child.number);
  if (row === undefined) return;
  row[columns.indexOf('pers_forename')] = child.forename;
  row[columns.indexOf('pers_surname')] = child.surname;
  row[columns.indexOf('pers_upn')] = child.upn;
  row[columns.indexOf('pers_single_unique_id')] = child.nhs;
}

/** The child's first two postcodes, each by one of the book, wherever they stand: the homes stay as many. */
function moveHomes({ columns, rows }: Table, child: PlantedChild): void {
  const at = columns.indexOf('clap_cla_placement_postcode');
  const own = rows.filter((row) => row[columns.indexOf('clap_person_id')] === child.number);
  const lived = [...new Set(own.flatMap((row) => row[at] ?? []))];
  for (const row of own) {
    const home = lived.indexOf(row[at] ?? '');
    if (home === 0 || home === 1) row[at] = child.postcodes[home] ?? null;
  }
}

function nameWorker(each: Table, { worker }: CanaryBook, random: Random): void {
  const row = random.pick(whole(each));
  row[each.columns.indexOf('prof_professional_name')] = worker.name;
  row[each.columns.indexOf('prof_staff_id')] = worker.staff;
  row[each.columns.indexOf('prof_social_worker_registration_no')] = worker.registration;
}

/** A plan answered in words in place of a tick. */
function answerInWords(each: Table, book: CanaryBook, random: Random): void {
  const at = each.columns.indexOf('lacp_cla_care_plan_json');
  const word = book.notes.get(documentField);
  const ticked = whole(each).filter((row) => row[at]?.includes(': "Y"') && !row[at]?.includes('minutes'));
  if (ticked.length === 0 || word === undefined) return;
  const row = random.pick(ticked);
  row[at] = row[at]?.replace(': "Y"', `: "${told(word)}"`) ?? null;
}

/** One row with a text in every field that is no key. It is about nobody, and its dates are none. */
function addRefused(each: Table, index: number, book: CanaryBook): boolean {
  const pattern = whole(each)[0];
  if (pattern === undefined) return false;
  const own = `${canaryRow}-${index + 1}`;
  const row = each.columns.map((column, at): Cell => {
    if (at === 0 || column === 'pers_person_id' || column === 'clae_cla_id') return own;
    const word = book.notes.get(refusedField(each.file, column));
    return isKey(column) || word === undefined ? (pattern[at] ?? null) : told(word);
  });
  each.rows.splice(Math.floor(each.rows.length / 2), 0, row);
  return true;
}

/** A column that no contract knows, in which somebody has written of a child. */
function withNotes({ file, columns, rows }: Table, book: CanaryBook, random: Random): Table {
  const word = book.notes.get(keptField(file, 'notes')) ?? '';
  const child = random.pick(book.children);
  const { forename, surname, telephone, email, street } = child;
  const note = `${told(word)}. ${forename} ${surname}, ${street}, ${telephone}, ${email}`;
  const fit = rows.filter((row) => row.length === columns.length);
  fit.forEach((row, index) => {
    row.push(index === Math.floor(fit.length / 3) ? note : null);
  });
  return { file, columns: [...columns, 'notes'], rows };
}

function withManagers(each: Table, { worker }: CanaryBook): Table {
  if (each.file !== teamMap) return each;
  each.rows.forEach((row, index) => {
    row.push(...(index === 0 ? [worker.name, worker.email] : [null, null]));
  });
  return {
    file: each.file,
    columns: [...each.columns, 'team_manager_name', 'team_manager_email'],
    rows: each.rows,
  };
}

const addressColumns = [
  'addr_table_id',
  'addr_person_id',
  'addr_address_type',
  'addr_address_start_date',
  'addr_address_end_date',
  'addr_address_postcode',
  'addr_address_json',
] as const;

/** A table of the standard that feeds no measure: it is listed and never read. */
const addresses = (children: readonly PlantedChild[]): Table =>
  table(
    addressFile,
    addressColumns,
    children.map((child, index) => ({
      addr_table_id: `AD-${index + 1}`,
      addr_person_id: child.number,
      addr_address_type: 'HOME',
      addr_address_start_date: null,
      addr_address_end_date: null,
      addr_address_postcode: child.postcodes[2],
      addr_address_json: JSON.stringify({
        STREET: child.street,
        POSTCODES: child.postcodes.join('; '),
        HOME: child.home,
        CONTACT: `${child.forename} ${child.surname}, ${child.telephone}, ${child.email}`,
      }),
    })),
  );
