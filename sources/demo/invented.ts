import type { Random } from './prng.ts';

/**
 * Identifying columns are filled so that the reader's dropping of them is exercised, with values nobody
 * could take for real: names of plants, postcodes of an area that does not exist (ZZ), NHS numbers from the
 * range kept for tests (999).
 */
const plants = [
  'Alder',
  'Bramble',
  'Clover',
  'Dogwood',
  'Elder',
  'Fennel',
  'Gorse',
  'Hazel',
  'Iris',
  'Juniper',
  'Kale',
  'Lupin',
  'Mallow',
  'Nettle',
  'Orchid',
  'Privet',
  'Quince',
  'Rowan',
  'Sorrel',
  'Teasel',
  'Umbel',
  'Vetch',
  'Willow',
  'Yarrow',
] as const;

export const inventedForename = (random: Random): string => random.pick(plants);
export const inventedSurname = (random: Random): string => `${random.pick(plants)}-Invented`;
export const inventedUpn = (number: number): string => `Z999${String(number).padStart(9, '0')}`;
export const inventedNhsNumber = (number: number): string => `999${String(number).padStart(7, '0')}`;

const letters = 'ABDEFGHJLNPQRSTUWXYZ';

export function inventedPostcode(random: Random): string {
  const letter = () => letters[random.int(0, letters.length - 1)] ?? 'A';
  return `ZZ${random.int(1, 99)} ${random.int(1, 9)}${letter()}${letter()}`;
}

/** Worker names; some carry letters outside ASCII so that the encoding of the file matters. */
export function inventedWorkerName(random: Random): string {
  const forename = random.pick(['Zoë', 'Seán', 'Renée', 'Ana', 'Bo', 'Cleo', 'Dee', 'Eli', 'Flo', 'Gus']);
  const surname = random.pick(plants);
  return `${forename} ${random.chance(0.1) ? 'O\u2019' : ''}${surname}-Invented`;
}
