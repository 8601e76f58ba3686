import { describe, expect, it } from 'vitest';
import type { CodeSet } from '../../../sources/contract/codes.ts';
import * as codes from '../../../sources/contract/codes.ts';
import * as vocabulary from '../../../sources/demo/vocabulary.ts';
import { leaveOut, loadAliases } from '../../../sources/reading/aliases.ts';
import { openCodes } from '../../../sources/rules/open-codes.ts';

const aliases = loadAliases(
  'demo',
  null,
  openCodes({ authority: 'demo', procedure: 'unnamed', rules: null }),
);

const sets: [CodeSet, Readonly<Record<string, readonly string[]>>][] = [
  [codes.startReason, vocabulary.startReasons],
  [codes.endReason, vocabulary.endReasons],
  [codes.legalStatus, vocabulary.legalStatuses],
  [codes.participation, vocabulary.participations],
];

describe('the descriptions that the demo writes', () => {
  it.each(sets.map(([set, descriptions]) => [set.name, set, descriptions] as const))(
    'resolve to their own code: %s',
    (_, set, descriptions) => {
      for (const [key, texts] of Object.entries(descriptions)) {
        for (const text of texts) expect(aliases.resolve(set, text), text).toBe(key.split('_')[0]);
      }
    },
  );

  it('that are no looked-after status are left out', () => {
    for (const text of vocabulary.otherStatuses)
      expect(aliases.resolve(codes.legalStatus, text), text).toBe(leaveOut);
  });

  it('name roles and orders that resolve', () => {
    for (const [role, texts] of Object.entries(vocabulary.roles))
      for (const text of texts) expect(aliases.resolve(codes.allocationRole, text), text).toBe(role);
    expect(
      Object.values(vocabulary.orderTypes).map((text) => aliases.resolve(codes.orderType, text)),
    ).toEqual(['ADOPTION', 'SGO', 'CAO']);
  });
});
