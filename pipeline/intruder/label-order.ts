/** Orders of rows that say nothing: of ages, dates, letters, and of the groups as the rules list them. */
import { readFileSync } from 'node:fs';
import { repositoryFile } from '../repository.ts';
import { ageRange } from './age-range.ts';
import { csvRows } from './figure-book.ts';

let positions: Map<string, number> | null = null;

/** Place of a label among the groups of its breakdown, as the rules list them. */
function positionOf(label: string): number | undefined {
  if (positions === null) {
    positions = new Map();
    for (const name of ['groups', 'group_coarsening'])
      for (const row of csvRows(readFileSync(repositoryFile(`sources/rules/${name}.csv`), 'utf8')))
        positions.set(row['label'] ?? '', Number(row['position']));
  }
  return positions.get(label);
}

/** Whether rows stand in an order that any reader would expect, whatever the numbers are. */
export function isExpectedOrder(labels: readonly string[]): boolean {
  const orders: ((label: string) => number | string | undefined)[] = [
    positionOf,
    (label) => ageRange(label)?.[0],
    (label) => dateOf(label),
    (label) => label.toLowerCase(),
  ];
  return orders.some((order) => {
    const keys = labels.map(order);
    return steady(keys, 1) || steady(keys, -1);
  });
}

/** Each key is there and stands after the one before. */
function steady(keys: readonly (number | string | undefined)[], way: 1 | -1): boolean {
  return keys.every((key, at) => {
    const before = keys[at - 1];
    if (key === undefined) return false;
    return at === 0 || before === undefined || (way === 1 ? before <= key : before >= key);
  });
}

function dateOf(label: string): number | undefined {
  const time = /\d{4}/.test(label) ? Date.parse(`${label} UTC`) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
