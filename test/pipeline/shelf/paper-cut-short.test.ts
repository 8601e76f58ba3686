import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentDraft } from '../../../pipeline/shelf/draft.ts';
import { ledgerFault, readLedger } from '../../../pipeline/shelf/ledger.ts';
import { effectsAt, smallRooms, treeHash } from '../run/small-rooms.ts';
import { county, failure, noteOf } from './small-papers.ts';

describe('sealing a paper', () => {
  it('cut short at any step leaves what was published, and is completed or undone by the next', async () => {
    const cutAt = (step: string) =>
      effectsAt(`seal: ${step}`, () => {
        throw new Error('cut');
      });
    const town = county();
    await town.run();
    for (const step of ['gates', 'compose', 'draw', 'judge', 'edition', 'move', 'ledger']) {
      expect(await failure(town.seal('2026-07-15', smallRooms, cutAt(step)))).toContain('cut');
      expect([step, existsSync(town.place.published), existsSync(town.place.ledger)]).toEqual([
        step,
        false,
        false,
      ]);
    }
    expect(readdirSync(town.place.editions)).toHaveLength(1);
    for (const step of ['recorded', 'site', 'pointer', 'sealed']) {
      const copy = town.copy();
      expect(await failure(copy.seal('2026-07-15', smallRooms, cutAt(step)))).toContain('cut');
      // It counts since the ledger knows of it; whatever comes next brings the address in line.
      expect([step, await failure(copy.seal('2026-07-15'))]).toEqual([step, 'meeting_sealed']);
      const index = readFileSync(join(copy.place.published, 'index.html'), 'utf8');
      expect(index).toContain('sealed-2026-07-15');
      expect(readdirSync(copy.place.editions)).toHaveLength(1);
      expect(existsSync(noteOf(copy.place.ledger))).toBe(false);
    }
  }, 120_000);
});

describe('withdrawing a paper', () => {
  it('cut short at any step is decided or not, and completed by the next', async () => {
    const town = county();
    await town.run();
    const { edition_id } = await town.seal('2026-07-15');
    for (const step of ['ledger', 'recorded', 'pointer', 'notice', 'notice in place', 'withdrawn']) {
      const copy = town.copy();
      const site = treeHash(join(copy.place.editions, edition_id));
      const cut = effectsAt(`withdraw: ${step}`, () => {
        throw new Error('cut');
      });
      expect(await failure(copy.withdraw(edition_id, '2026-07-20', cut))).toContain('cut');
      expect([step, readLedger(copy.place).withdrawn.length]).toEqual([step, step === 'ledger' ? 0 : 1]);
      const next = await failure(copy.withdraw(edition_id, '2026-07-20'));
      expect([step, next]).toEqual([step, step === 'ledger' ? 'null' : 'already_withdrawn']);
      const { published } = copy.place;
      expect(readdirSync(published).sort()).toEqual(['index.html', edition_id]);
      expect(readdirSync(join(published, edition_id))).toEqual(['index.html']);
      expect(readFileSync(join(published, 'index.html'), 'utf8')).not.toContain(edition_id);
      expect(readFileSync(join(published, edition_id, 'index.html'), 'utf8')).toContain('2026-07-20');
      expect(treeHash(join(copy.place.editions, edition_id))).toBe(site);
    }
  }, 120_000);
});

describe('a ledger that is lost', () => {
  it('stops the next sealing, a withdrawal and the next draft, and nothing is removed', async () => {
    const town = county();
    await town.run('2026-03-31');
    const { edition_id } = await town.seal('2026-04-15');
    await town.run('2026-06-30');
    const { place } = town;
    const before = treeHash(place.editions, place.published);
    const whole = readFileSync(place.ledger);
    const lost = 'ledger_lost';
    rmSync(place.ledger);
    expect(await failure(town.seal('2026-07-15'))).toBe(lost);
    expect(await failure(town.withdraw(edition_id, '2026-07-20'))).toBe(lost);
    expect(ledgerFault(place)).toContain('is missing');
    // An older ledger, from before the paper, forgets it as well; one that was changed is not believed.
    for (const text of [
      '{ "sealed": [], "withdrawn": [] }',
      whole.toString().replace('2026-04-15', '2026-04-16'),
      whole.subarray(0, 90),
      '',
    ]) {
      writeFileSync(place.ledger, text);
      expect(await failure(town.seal('2026-07-15'))).toBe(lost);
      expect(await failure(town.withdraw(edition_id, '2026-07-20'))).toBe(lost);
    }
    rmSync(place.ledger);
    const report = await town.run('2026-06-30');
    expect([report.exit_code, report.papers[0]?.error?.code]).toEqual([6, lost]);
    expect(currentDraft(place)).toBeNull();
    expect(treeHash(place.editions, place.published)).toBe(before);
    // The site alone tells as well that something was published.
    renameSync(place.editions, `${town.data}/elsewhere`);
    expect(await failure(town.withdraw(edition_id, '2026-07-20'))).toBe(lost);
    renameSync(`${town.data}/elsewhere`, place.editions);
    writeFileSync(place.ledger, whole);
    expect((await town.run('2026-06-30')).exit_code).toBe(0);
    expect((await town.seal('2026-07-15')).kind).toBe('sealed');
  }, 120_000);
});
