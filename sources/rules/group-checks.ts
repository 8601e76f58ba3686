/** Contradictions among groups and age bands. */
import type { RuleRows } from './checks.ts';
import type { Complaints } from './complaints.ts';

export function checkGroups(rows: RuleRows, found: Complaints): void {
  const labels = new Map<string, { readonly says: string; readonly line: number }>();
  for (const { row, layer, at } of rows.groups) {
    const key = JSON.stringify([layer, row.authority, row.breakdown, row.group]);
    const says = JSON.stringify([row.label, row.position]);
    const before = labels.get(key);
    if (before !== undefined && before.says !== says)
      found.add(
        'rule_group_contradicts',
        at,
        `group ${row.group} has another label or position in line ${before.line}`,
      );
    if (before === undefined) labels.set(key, { says, line: at.line });
  }
}

/** Every age must lie in one band, or children would be counted twice or not at all. */
export function checkAgeBands(rows: RuleRows, found: Complaints): void {
  const bands = [...rows.age_bands].filter(isBase).sort((a, b) => a.row.age_from - b.row.age_from);
  for (const [index, { row, at }] of bands.entries()) {
    if (row.age_below <= row.age_from)
      found.add(
        'rule_age_band_contradicts',
        at,
        `age_below ${row.age_below} is not above age_from ${row.age_from}`,
      );
    const next = bands[index + 1];
    if (next !== undefined && next.row.age_from !== row.age_below)
      found.add(
        'rule_age_band_contradicts',
        next.at,
        `the band before ends at ${row.age_below}, this one begins at ${next.row.age_from}`,
      );
  }
}

const isBase = (placed: { layer: string }): boolean => placed.layer === 'base';
