import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { panelFile } from '../../../pipeline/edition/panel-format.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import type { Rooms } from '../../../pipeline/run/rooms.ts';
import { currentDraft } from '../../../pipeline/shelf/draft.ts';
import { paperPlace } from '../../../pipeline/shelf/place.ts';
import { smallRooms } from '../run/small-rooms.ts';
import { authority, county, exempt, failure, header, read } from './small-papers.ts';

describe('two audiences that anybody may read', () => {
  const cabinetRule = { 'audiences.csv': `${header}cabinet_panel,Cabinet Panel,PUBLIC,floor,Y,P1,,Own\n` };
  const b7On = (folder: string, day: string): string | undefined =>
    panelFile
      .parse(read(join(folder, 'data', 'panel.json')))
      .figures.find(
        (each) =>
          each.measure_id === 'B7' &&
          each.statistic === 'count' &&
          each.breakdown === 'all' &&
          each.to_date === day,
      )?.shown;

  it('are decided together: what the one hid stays hidden in the draft of the other', async () => {
    const town = county(4, cabinetRule);
    const cabinet = paperPlace(town.folders, 'cabinet_panel', authority);
    await town.run('2026-03-31');
    const first = await town.seal('2026-04-15');
    expect(b7On(join(town.place.editions, first.edition_id), '2026-03-31')).toBe('fewer than 10');
    // The draft made beside it knew nothing of it.
    expect(await failure(town.seal('2026-04-20', smallRooms, silentEffects, 'cabinet_panel'))).toBe(
      'papers_changed',
    );
    // Recorded late: the same day is no longer small.
    town.grow(40);
    await town.run('2026-06-30');
    const draft = currentDraft(cabinet)?.folder ?? '';
    expect(b7On(draft, '2026-03-31')).toBe('fewer than 10');
    expect(b7On(draft, '2026-06-30')).toBe('40');
    const second = await town.seal('2026-07-20', smallRooms, silentEffects, 'cabinet_panel');
    expect(second.policy_audience).toBe('cabinet_panel');
  }, 120_000);

  it('are read together by the guard, in the order of sealing; exempt papers are not', async () => {
    const town = county(40, {
      'audiences.csv': `${cabinetRule['audiences.csv']}panel_part2,Exempt papers,"${exempt}",floor_exempt,Y,P1,,Own\n`,
    });
    const seen: string[][] = [];
    const rooms: Rooms = {
      ...smallRooms,
      guard: async ({ earlier }) => {
        seen.push(earlier.map(({ id }) => id));
        return [];
      },
    };
    const ids: string[] = [];
    for (const [asAt, name] of [
      ['2026-03-31', 'panel_part2'],
      ['2026-03-31', 'cabinet_panel'],
      ['2026-03-31', 'panel_public'],
      ['2026-06-30', 'panel_public'],
      ['2026-06-30', 'panel_part2'],
    ] as const) {
      await town.run(asAt);
      ids.push((await town.seal(asAt, rooms, silentEffects, name)).edition_id);
    }
    const [part2, cabinet, open] = ids;
    expect(seen).toEqual([[], [], [cabinet], [cabinet, open], [part2]]);
  }, 120_000);
});
