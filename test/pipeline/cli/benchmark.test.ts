import { describe, expect, it } from 'vitest';
import type { Console } from '../../../pipeline/cli/console.ts';
import { main } from '../../../pipeline/cli/main.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { smallRooms } from '../run/small-rooms.ts';

async function benchmark(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const console: Console = {
    ...silentEffects,
    say: (line) => said.push(line),
    complain: (line) => complained.push(line),
  };
  const exitCode = await main(['benchmark', ...args], { console, rooms: smallRooms, exitCode: 0 });
  return { exitCode, said, complained: complained.join('\n') };
}

describe('tracker benchmark', () => {
  it('prints one measure of ours by its published figures', async () => {
    const { exitCode, said } = await benchmark('--of', 'hertfordshire', '--measure', 'b19', '--year', '2025');
    expect(exitCode).toBe(0);
    expect(said[0]).toBe('Hertfordshire (919), East of England');
    expect(said[1]).toContain('nearest first: Oxfordshire, Buckinghamshire');
    expect(said[3]?.split(/\s{2,}/).slice(0, 6)).toEqual([
      'measure',
      'year',
      'Hertfordshire',
      'England',
      'East of England',
      'mean',
    ]);
    expect(said[5]?.split(/\s{2,}/).slice(0, 10)).toEqual([
      'LACStable_2016on',
      '2025',
      '11',
      '10',
      '11',
      '11.8',
      '11.5',
      '10',
      'C',
      '78 of 151',
    ]);
    expect(said.at(-1)).toContain('Open Government Licence v3.0');
  });

  it('prints all 34, each in its newest year, and a symbol where there is no figure', async () => {
    const { said } = await benchmark('--of', '420');
    expect(said.slice(5, 39)).toHaveLength(34);
    expect(said.find((line) => line.startsWith('LACnum '))?.split(/\s{2,}/)[2]).toBe('-');
    expect(said.find((line) => line.startsWith('Stability_School'))).toContain('2024');
  });

  it.each([
    ['--of Cumbria', 'since then its area is Cumberland (942)'],
    ['--of Herfordshire', 'Nearest: Herefordshire (884), Hertfordshire (919)'],
    ['--of Kent --measure B12', 'Ours with a published measure: B7, B8'],
    ['--of Kent --measure B19 --year 2018', 'Years on file: 2019'],
    ['--of Kent --year soon', 'must be a whole number'],
    ['--measure B19', "required option '--of <authority>' not specified"],
  ])('refuses %s with advice', async (args, advice) => {
    const { exitCode, complained } = await benchmark(...args.split(' '));
    expect(exitCode).toBe(2);
    expect(complained).toContain(advice);
  });
});
