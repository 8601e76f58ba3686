/** Finds an authority of the national tables by name or number, and says what became of one that is gone. */
import { TrackerError } from '../error.ts';
import { likeness } from '../likeness.ts';
import type { Area, BenchmarkBook } from './book.ts';

const before =
  /^(the |county of |city of |london borough of |royal borough of |metropolitan borough of |borough of )+/;
const after =
  /( county council| city council| borough council| metropolitan borough council| county borough council| corporation| council| city)$/;

/** Lower case, letters and figures only, `&` as and; `Bristol, City of` as city of bristol. */
function plain(name: string): string {
  const turned = name.replace(/^(.+), ((?:City|County) of)$/i, '$2 $1');
  return turned
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\(pre lg\)/g, '')
    .replaceAll('&', ' and ')
    .replace(/['’.]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Forms of a name, the fullest first: as it is, without what the council calls itself, without what it is. */
function forms(name: string): string[] {
  const full = plain(name);
  const short = full.replace(after, '');
  return [...new Set([full, short, full.replace(before, ''), short.replace(before, '')])];
}

const isAuthority = ({ kind }: Area): boolean => kind === 'authority';

/** Areas whose name is meant: existing authorities first, so that Dorset is the Dorset of today. */
function named(book: BenchmarkBook, text: string): Area | undefined {
  const areas = [...book.areas.values()].sort((a, b) => Number(isAuthority(b)) - Number(isAuthority(a)));
  for (const form of forms(text)) {
    const found = areas.find((area) =>
      [area.name, ...area.also_known_as].some((name) => plain(name) === form),
    );
    if (found !== undefined) return found;
  }
  // "City of Bristol" is on file with its "City of", and may be asked for without it.
  const wanted = forms(text).at(-1);
  return areas.find(
    (area) => area.name.includes(',') && wanted !== '' && plain(area.name).replace(before, '') === wanted,
  );
}

/**
 * The authority that a name or three-figure number means. Unknown, retired or no authority at all: an error that
 * says which were near, or what became of it.
 *
 * @example findAuthority(book, 'Hertfordshire County Council').number // 919
 */
export function findAuthority(book: BenchmarkBook, text: string): Area {
  const wanted = text.trim();
  const area = /^\d{3}$/.test(wanted) ? book.areas.get(Number(wanted)) : named(book, wanted);
  if (area === undefined) throw unknown(book, wanted);
  if (area.kind === 'retired')
    throw new TrackerError(
      'usage',
      'benchmark_authority_retired',
      whatBecame(book, area),
      'Name the authority of today that these records belong to.',
    );
  if (!isAuthority(area))
    throw new TrackerError(
      'usage',
      'benchmark_authority_unknown',
      `${area.name} (${area.number}) is no authority of its own in the national tables`,
      'Name one authority, such as "Hertfordshire" or 919.',
    );
  return area;
}

/** Names this much alike are worth a question; a matter of wording, nothing is compared by it. */
const alike = 0.5;

/** The authority that a name means for certain, or else those it is near to. */
export function meantAuthority(
  book: BenchmarkBook,
  text: string,
): { readonly area: Area | null; readonly near: readonly string[] } {
  const area = named(book, text.trim());
  if (area !== undefined && isAuthority(area)) return { area, near: [] };
  const near = [...book.areas.values()]
    .filter(isAuthority)
    .map((each) => ({ each, like: likenessOf(each, text) }))
    .filter(({ like }) => like >= alike)
    .sort((a, b) => b.like - a.like || a.each.number - b.each.number)
    .slice(0, 3);
  return { area: null, near: near.map(({ each }) => `${each.name} (${each.number})`) };
}

const likenessOf = (area: Area, text: string): number =>
  Math.max(...[area.name, ...area.also_known_as].map((name) => likeness(plain(text), plain(name))));

/** What became of a retired authority and since when, in a sentence. */
function whatBecame(book: BenchmarkBook, area: Area): string {
  const rows = book.successions.filter(({ number }) => number === area.number);
  const names = rows.map(({ successor }) => `${book.areas.get(successor)?.name ?? ''} (${successor})`);
  const name = area.name.replace(/ \(Pre LG\)$/, '');
  return `${name} (${area.number}) ended on ${rows[0]?.ended_on}; since then its area is ${names.join(' and ')} [${rows[0]?.source}]`;
}

function unknown(book: BenchmarkBook, text: string): TrackerError {
  const near = nearestNames(book, text);
  return new TrackerError(
    'usage',
    'benchmark_authority_unknown',
    `no authority of the national tables is called "${text}"`,
    `Nearest: ${near.join(', ')}. Use the name in the tables or its three-figure number.`,
  );
}

/** Names most like the text, by shared pairs of letters; for a number, the nearest numbers. */
function nearestNames(book: BenchmarkBook, text: string): string[] {
  const authorities = [...book.areas.values()].filter(isAuthority);
  const number = /^\d+$/.test(text) ? Number(text) : null;
  const distance = (area: Area): number =>
    number === null ? 1 - likenessOf(area, text) : Math.abs(area.number - number);
  return authorities
    .map((area) => ({ area, far: distance(area) }))
    .sort((a, b) => a.far - b.far || a.area.number - b.area.number)
    .slice(0, 3)
    .map(({ area }) => `${area.name} (${area.number})`);
}
