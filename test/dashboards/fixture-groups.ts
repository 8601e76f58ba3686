import type { GroupLabel } from '../../dashboards/edition.ts';
import type { Breakdown } from '../../pipeline/edition/format.ts';

type Weighted = readonly (readonly [key: string, label: string, weight: number])[];

const teams: Weighted = [
  ['CLA-E1', 'Children Looked After East 1', 12],
  ['CLA-E2', 'Children Looked After East 2', 11],
  ['CLA-W1', 'Children Looked After West 1', 12],
  ['CLA-W2', 'Children Looked After West 2', 10],
  ['CLA-N1', 'Children Looked After North 1', 9],
  ['FS-DAC', 'Family Safeguarding Dacorum', 7],
  ['FS-STE', 'Family Safeguarding Stevenage', 8],
  ['FS-WAT', 'Family Safeguarding Watford', 7],
  ['FS-WEL', 'Family Safeguarding Welwyn Hatfield', 6],
  ['ADOPT', 'Adoption and Special Guardianship', 5],
  ['UASC', 'Unaccompanied Children', 8],
  ['D0-25', '0-25 Together', 4],
  ['not allocated', 'Not allocated', 1],
];

const groups: Readonly<Record<Exclude<Breakdown, 'all'>, Weighted>> = {
  area: [
    ['east', 'East', 48],
    ['west', 'West', 45],
    ['unknown', 'Not known', 7],
  ],
  service: [
    ['cla', 'Children Looked After', 54],
    ['fs', 'Family Safeguarding', 28],
    ['adoption', 'Adoption', 5],
    ['specialist', 'Specialist', 13],
  ],
  team: teams,
  age_band: [
    ['<1', 'Under 1', 5],
    ['1-4', '1 to 4', 13],
    ['5-9', '5 to 9', 17],
    ['10-15', '10 to 15', 38],
    ['16-17', '16 and 17', 27],
  ],
  sex: [
    ['F', 'Girls', 43],
    ['M', 'Boys', 56],
    ['U', 'Not known', 1],
  ],
  ethnicity: [
    ['white', 'White', 62],
    ['mixed', 'Mixed or multiple ethnic groups', 13],
    ['asian', 'Asian or Asian British', 8],
    ['black', 'Black, Black British, Caribbean or African', 10],
    ['other', 'Other ethnic group', 6],
    ['unknown', 'Not known', 1],
  ],
  placement_type: [
    ['foster', 'Foster placement', 58],
    ['kinship', 'With a relative or friend', 13],
    ['adoption', 'Placed for adoption', 4],
    ['parents', 'With parents', 4],
    ['homes', 'Children’s home', 10],
    ['semi', 'Supported accommodation', 9],
    ['other', 'Other', 2],
  ],
  legal_status: [
    ['C2', 'Full care order', 55],
    ['C1', 'Interim care order', 18],
    ['E1', 'Placement order', 6],
    ['V2', 'Section 20 agreement', 20],
    ['other', 'Other', 1],
  ],
  unaccompanied: [
    ['yes', 'Unaccompanied', 9],
    ['no', 'Not unaccompanied', 91],
  ],
  plan: [
    ['home', 'Return home', 11],
    ['adoption', 'Adoption', 7],
    ['ltf', 'Long-term fostering', 40],
    ['sg', 'Special guardianship', 9],
    ['residential', 'Residential', 7],
    ['independence', 'Independence', 18],
    ['other', 'Other', 2],
    ['none', 'No plan', 6],
  ],
};

/** Each group of each breakdown with its share of the whole. */
export const fixtureGroups: readonly (GroupLabel & { readonly share: number })[] = Object.entries(
  groups,
).flatMap(([breakdown, entries]) => {
  const whole = entries.reduce((sum, [, , weight]) => sum + weight, 0);
  return entries.map(([group, label, weight], position) => ({
    authority: breakdown === 'team' ? 'hertfordshire' : '*',
    breakdown: breakdown as Breakdown,
    group,
    label,
    position,
    share: weight / whole,
  }));
});
