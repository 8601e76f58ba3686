import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addIntruder } from '../../../pipeline/cli/commands/intruder.ts';
import type { Context } from '../../../pipeline/cli/context.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { cleanPaper, type Paper, published } from '../intruder/clean-edition.ts';
import { add } from '../intruder/leak.ts';
import { smallRooms } from '../run/small-rooms.ts';

async function intruder(folder: string, ...more: string[]) {
  const said: string[] = [];
  const context: Context = {
    console: { ...silentEffects, say: (line) => said.push(line), complain: (line) => said.push(line) },
    rooms: smallRooms,
    exitCode: 0,
  };
  const program = new Command('tracker').exitOverride();
  addIntruder(program, context);
  const args = ['intruder', '--edition', folder, '--policy', 'panel_public', '--on', '2026-06-30', ...more];
  await program.parseAsync(args, { from: 'user' });
  return { exitCode: context.exitCode, said: said.join('\n') };
}

const leaking = (): Paper => {
  const paper = cleanPaper();
  add('<!-- Under 1: 4 -->')(paper);
  return paper;
};

describe('tracker intruder', () => {
  it('passes a clean paper, beside an earlier one and the national tables', async () => {
    const folder = published(cleanPaper());
    const { exitCode, said } = await intruder(
      folder,
      '--earlier',
      published(cleanPaper()),
      '--of',
      'Rutland',
    );
    expect(said).toBe('Nothing hidden could be worked out.');
    expect(exitCode).toBe(0);
  });

  it('names table, kind and file of a leak, and stops with 4', async () => {
    const { exitCode, said } = await intruder(published(leaking()));
    expect(said).toContain('P1.age_band  number_in_comment  site/questions/p1.html');
    expect(said).toContain('1 finding: this must not be published.');
    expect(exitCode).toBe(4);
  });

  it('refuses an audience without thresholds', async () => {
    const options = ['--policy', 'nobody'];
    await expect(intruder(published(cleanPaper()), ...options)).rejects.toMatchObject({
      code: 'intruder_policy_unknown',
      exitCode: 2,
    });
  });
});
