import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addGuard } from '../../../pipeline/cli/commands/guard.ts';
import type { Context } from '../../../pipeline/cli/context.ts';
import { silentEffects } from '../../../pipeline/effects.ts';
import { cleanPaper, type Paper, published } from '../guard/clean-paper.ts';
import { add } from '../guard/leak.ts';
import { smallRooms } from '../run/small-rooms.ts';

async function guard(folder: string, ...more: string[]) {
  const said: string[] = [];
  const context: Context = {
    console: { ...silentEffects, say: (line) => said.push(line), complain: (line) => said.push(line) },
    rooms: smallRooms,
    exitCode: 0,
  };
  const program = new Command('tracker').exitOverride();
  addGuard(program, context);
  const args = ['guard', '--paper', folder, '--policy', 'panel_public', '--on', '2026-06-30', ...more];
  await program.parseAsync(args, { from: 'user' });
  return { exitCode: context.exitCode, said: said.join('\n') };
}

const leaking = (): Paper => {
  const paper = cleanPaper();
  add('<!-- Under 1: 4 -->')(paper);
  return paper;
};

/** The paper names an edition, so its folder is not its id. */
const named = (paper: Paper): string => published(paper);

describe('tracker guard', () => {
  it('passes a clean paper, beside an earlier one and the national tables', async () => {
    const { exitCode, said } = await guard(
      named(cleanPaper()),
      '--earlier',
      named(cleanPaper()),
      '--of',
      'Rutland',
    );
    expect(said).toBe('Nothing hidden could be worked out.');
    expect(exitCode).toBe(0);
  });

  it('names file, kind and rule of a leak, and stops with 4', async () => {
    const { exitCode, said } = await guard(named(leaking()));
    expect(said).toContain('site/questions/p1.html  number_in_comment');
    expect(said).toContain('1 finding: this must not be published.');
    expect(exitCode).toBe(4);
  });

  it('refuses an audience without thresholds, and one whose threshold is 0', async () => {
    await expect(guard(published(cleanPaper()), '--policy', 'nobody')).rejects.toMatchObject({
      code: 'guard_policy_unknown',
      exitCode: 2,
    });
  });
});
