/** What a paper keeps back, for those who answer for it: how much is hidden, and what was changed so that no child is found. */
import type { HiddenShare, PanelTable } from '../edition/panel-format.ts';
import type { Figures } from './figures.ts';
import type { Paper } from './paper.ts';

/** How much is hidden, in all and by table; a table that is not printed is hidden with every number it would have had. */
export function hiddenShareOf(tables: readonly PanelTable[], figures: Figures, paper: Paper): HiddenShare {
  const byKey = new Map(figures.all().map((figure) => [figure.key, figure]));
  const by_table = tables.map(({ table, rows, withheld }) => {
    const group = paper.groups.tables.find((each) => each.table === table);
    const grouping = group === undefined ? 'fine' : paper.groups.groupingOf({ table });
    const fallback = grouping === 'fine' ? null : grouping;
    if (withheld !== null && group !== undefined) {
      const cells = group.columns.flatMap((column) =>
        paper.groups.columnGroups(group, column, 'fine'),
      ).length;
      return { table, cells, hidden: cells, bands: 0, fallback };
    }
    const found = rows.flatMap((row) => row.figures.flatMap((key) => byKey.get(key) ?? []));
    const cells = found.filter(({ kind }) => kind !== 'unknown' && kind !== 'nothing');
    const count = (kind: string): number => cells.filter((each) => each.kind === kind).length;
    return { table, cells: cells.length, hidden: count('hidden'), bands: count('band'), fallback };
  });
  const sum = (of: (row: (typeof by_table)[number]) => number): number =>
    by_table.reduce((total, row) => total + of(row), 0);
  const [cells, hidden] = [sum((row) => row.cells), sum((row) => row.hidden)];
  const share_percent = cells === 0 ? 0 : Math.round((hidden * 1000) / cells) / 10;
  return { cells, hidden, bands: sum((row) => row.bands), share_percent, by_table };
}

/** For officers, without a number: what the rules of protection changed, and what they could not. */
export function leftOut({ making, protection, groups }: Paper): string[] {
  const { corrected, uncorrected } = making.reprint;
  const name = (key: string): string => key.split('\t').slice(0, 4).join(' ');
  return [
    ...groups.tables
      .map((table) => [table.table, groups.groupingOf(table)] as const)
      .flatMap(([table, grouping]) =>
        grouping === 'fine'
          ? []
          : [`Table ${table}: ${grouping === 'coarse' ? 'groups put together' : 'not printed'}.`],
      ),
    ...[...corrected]
      .sort()
      .map((key) => `${name(key)}: corrected; an earlier paper printed another number.`),
    ...[...uncorrected]
      .sort()
      .map(
        (key) =>
          `${name(key)}: stands as an earlier paper printed it; the correction since is too small to be shown.`,
      ),
    ...[...protection.exposed]
      .sort()
      .map(
        (id) =>
          `${id.split(' ').slice(0, 3).join(' ')}: a small number can be worked out from what was published before.`,
      ),
  ];
}
