import type { ContractRows, Row } from '../contract/tables.ts';
import { compare } from './ledger.ts';

/** A placement and where it is; the address is used here and goes no further. */
export interface Located {
  readonly row_key: string;
  readonly child_id: string;
  readonly start_date: string;
  readonly postcode: string | null;
  /** Ofsted's number of the setting, or of the fostering agency. */
  readonly urn: string | null;
}

/**
 * Numbers the homes of each child from 1 in order of first appearance. One home is one postcode and one URN;
 * a placement without URN is in the child's latest home of that postcode. Without a postcode the home is unknown.
 *
 * @returns row key of the placement -> number of the home
 */
export function homeNumbers(placements: readonly Located[]): Map<string, number> {
  const numbers = new Map<string, number>();
  const homes = new Map<string, Home[]>();
  for (const placement of [...placements].sort(inOrder)) {
    const postcode = plain(placement.postcode);
    if (postcode === null || noAddress.test(postcode)) continue;
    const urn = plain(placement.urn);
    const known = homes.get(placement.child_id) ?? [];
    const at = known.findLastIndex((home) => isSame(home, postcode, urn));
    const home = known[at];
    if (home === undefined) homes.set(placement.child_id, [...known, { postcode, urn }]);
    else home.urn ??= urn;
    numbers.set(placement.row_key, at === -1 ? known.length + 1 : at + 1);
  }
  return numbers;
}

interface Home {
  readonly postcode: string;
  urn: string | null;
}

const isSame = (home: Home, postcode: string, urn: string | null): boolean =>
  home.postcode === postcode && (home.urn === null || urn === null || home.urn === urn);

/** Postcodes that stand for no address (no fixed abode, not known). */
const noAddress = /^ZZ99/;

/** Letters and digits alone, or null where nothing is said; X stands for a URN that is not to be given. */
function plain(text: string | null): string | null {
  const kept = (text ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');
  return kept === '' || /^X+$/.test(kept) ? null : kept;
}

const inOrder = (a: Located, b: Located): number =>
  compare(a.child_id, b.child_id) || compare(a.start_date, b.start_date) || compare(a.row_key, b.row_key);

/**
 * Whether an episode begins with the carer of the one before (903 RNE T and U); null where the reason is
 * missing or a change of legal status alone.
 */
export function keepsCarer(reason: Row<'episode'>['start_reason']): boolean | null {
  if (reason === null || reason === 'L') return null;
  return reason === 'T' || reason === 'U';
}

/** Inputs that placements give only where a source fills the column. */
export function placementInputs(rows: ContractRows): ('distance' | 'home')[] {
  const { placement } = rows;
  return [
    ...(placement.some(({ distance_miles }) => distance_miles !== null) ? (['distance'] as const) : []),
    ...(placement.some(({ home_number }) => home_number !== null) ? (['home'] as const) : []),
  ];
}
