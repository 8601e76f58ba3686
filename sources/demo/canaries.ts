/**
 * Values that would identify somebody, each invented for one field of the demo's files and found nowhere else. Where one
 * of them turns up later, something has carried a field further than it may go.
 */
import { Random } from './prng.ts';

/** What a planted value stands for. */
export type CanaryKind =
  | 'forename'
  | 'surname'
  | 'NHS number'
  | 'unique pupil number'
  | 'postcode'
  | 'street'
  | 'e-mail address'
  | 'telephone number'
  | 'number of a home'
  | 'name of a worker'
  | 'staff number'
  | 'free text'
  | 'case number';

/** One planted value. */
export interface Canary {
  readonly kind: CanaryKind;
  readonly value: string;
  /** File and column that it is planted in, or the set of fields: tells it apart without saying it. */
  readonly field: string;
  /** `nowhere`: dropped at the door. `restricted`: case numbers, which snapshots, warehouse and worklists hold. */
  readonly reach: 'nowhere' | 'restricted';
}

/** The values of one child. */
export interface PlantedChild {
  /** Takes the place of the person number wherever it stands, also inside other keys. */
  readonly number: string;
  readonly legacy: string;
  readonly forename: string;
  readonly surname: string;
  readonly nhs: string;
  readonly upn: string;
  readonly street: string;
  readonly email: string;
  readonly telephone: string;
  /** Of the child's first two homes, and of the family. */
  readonly postcodes: readonly [string, string, string];
  readonly home: string;
}

/** The values of one worker. */
export interface PlantedWorker {
  readonly name: string;
  readonly staff: string;
  readonly registration: string;
  readonly email: string;
}

/** Everything that is planted for a seed. */
export interface CanaryBook {
  readonly children: readonly PlantedChild[];
  readonly worker: PlantedWorker;
  /** By `file column`: a text that no adapter keeps. */
  readonly notes: ReadonlyMap<string, string>;
  readonly all: readonly Canary[];
}

const syllables =
  'quax vor thrum zib wyn kelb drux ost fej grim plov sket ulm jarn bex twil morv hesk yab cind'.split(' ');
const letters = 'ABDEFGHJLNPQRSTUWXYZ';

/** Draws values that look like the real thing and have never been drawn before. */
class Inventor {
  readonly #random: Random;
  readonly #taken = new Set<string>();

  constructor(seed: number) {
    this.#random = Random.stream(seed, 4_000_000);
  }

  #fresh(draw: () => string): string {
    for (;;) {
      const value = draw();
      const key = value.toLowerCase();
      if (this.#taken.has(key)) continue;
      this.#taken.add(key);
      return value;
    }
  }

  word(): string {
    return this.#fresh(() => {
      const word = Array.from({ length: 4 }, () => this.#random.pick(syllables)).join('');
      return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
    });
  }

  digits(start: string, count: number): string {
    return this.#fresh(() => start + Array.from({ length: count }, () => this.#random.int(0, 9)).join(''));
  }

  /** From the range kept for tests, with a valid check digit (NHS Data Dictionary: modulus 11). */
  nhs(): string {
    for (;;) {
      const nine = this.digits('999', 6);
      const sum = [...nine].reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
      const check = (11 - (sum % 11)) % 11;
      if (check !== 10) return `${nine}${check}`;
    }
  }

  /** Of an area that does not exist; ZZ99 would mean no address. */
  postcode(): string {
    const letter = () => letters[this.#random.int(0, letters.length - 1)] ?? 'A';
    return this.#fresh(() => `ZZ${this.#random.int(10, 98)} ${this.#random.int(1, 9)}${letter()}${letter()}`);
  }
}

function childOf(invent: Inventor, accent: boolean): PlantedChild {
  const surname = invent.word();
  return {
    number: invent.digits('70', 8),
    legacy: invent.digits('58', 8),
    // a letter outside ASCII, so that every spelling of it is looked for
    forename: accent ? `${invent.word()}ë` : invent.word(),
    surname,
    nhs: invent.nhs(),
    upn: `Z${invent.digits('999', 9)}`,
    street: `${invent.digits('1', 2)} ${invent.word()} Croft`,
    email: `${invent.word().toLowerCase()}@example.org`,
    // numbers that Ofcom keeps for fiction
    telephone: invent.digits('07700900', 3),
    postcodes: [invent.postcode(), invent.postcode(), invent.postcode()],
    home: invent.digits('SC77', 6),
  };
}

/** How many children carry planted values. */
const plantedChildren = 3;

/**
 * The book for a seed: the same seed and the same fields give the same values.
 *
 * @param fields every `file column` that takes a text of its own
 */
export function canaryBook(seed: number, fields: readonly string[]): CanaryBook {
  const invent = new Inventor(seed);
  const children = Array.from({ length: plantedChildren }, (_, index) => childOf(invent, index === 0));
  const worker: PlantedWorker = {
    name: `${invent.word()} ${invent.word()}`,
    staff: invent.digits('S77', 7),
    registration: invent.digits('SW77', 7),
    email: `${invent.word().toLowerCase()}@example.org`,
  };
  const notes = new Map([...fields].sort().map((field) => [field, invent.word()]));
  return { children, worker, notes, all: listed(children, worker, notes) };
}

function listed(
  children: readonly PlantedChild[],
  worker: PlantedWorker,
  notes: ReadonlyMap<string, string>,
): Canary[] {
  const dropped = (kind: CanaryKind, value: string, field: string): Canary => ({
    kind,
    value,
    field,
    reach: 'nowhere',
  });
  const ofChildren = children.flatMap((child, index): Canary[] => {
    const field = `child ${index + 1}`;
    return [
      { kind: 'case number', value: child.number, field, reach: 'restricted' },
      { kind: 'case number', value: child.legacy, field: `${field}, legacy`, reach: 'restricted' },
      dropped('forename', child.forename, field),
      dropped('surname', child.surname, field),
      dropped('NHS number', child.nhs, field),
      dropped('unique pupil number', child.upn, field),
      dropped('street', child.street, field),
      dropped('e-mail address', child.email, field),
      dropped('telephone number', child.telephone, field),
      ...child.postcodes.map((postcode, home) => dropped('postcode', postcode, `${field}, home ${home + 1}`)),
      dropped('number of a home', child.home, field),
    ];
  });
  return [
    ...ofChildren,
    dropped('name of a worker', worker.name, 'worker'),
    dropped('staff number', worker.staff, 'worker'),
    dropped('staff number', worker.registration, 'worker, registration'),
    dropped('e-mail address', worker.email, 'worker'),
    ...[...notes].map(([field, value]) => dropped('free text', value, field)),
  ];
}
