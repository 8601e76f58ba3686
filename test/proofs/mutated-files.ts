/**
 * Damages a small file of every format over and over and opens what comes of it: `npx tsx test/proofs/mutated-files.ts
 * <how many> [<seed>]`. Prints what became of them, the slowest and the most memory; ends with 1 when one was neither
 * read nor refused, or took more than five seconds of processor time.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { mutated, mutation, outcomeOf, wholeFiles } from '../support/mutated-files.ts';

const [count = '10000', seed = '1'] = process.argv.slice(2);
const whole = await wholeFiles();
const folder = mkdtempSync(join(tmpdir(), 'mutated-'));
const outcomes = new Map<string, number>();
let slowest = 0;
let memory = 0;
let failures = 0;

const blockSize = 1_000;
for (let done = 0; done < Number(count); done += blockSize)
  for (const each of fc.sample(mutation, { numRuns: blockSize, seed: Number(seed) * 1_000_003 + done })) {
    const [name, bytes] = mutated(whole, each);
    const before = process.cpuUsage();
    const outcome = await outcomeOf(folder, name, bytes).catch(
      (error: unknown) => `UNEXPECTED ${String(error)}`,
    );
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1_000;
    if (outcome.startsWith('UNEXPECTED') || took > 5_000) {
      failures += 1;
      writeFileSync(join(tmpdir(), `mutated-${seed}-${done}-${failures}-${name}`), bytes);
      console.log(`${name}: ${outcome}, ${Math.round(took)} ms of processor time`);
    }
    const key = `${name.split('.').at(-1)} ${outcome.slice(0, 60)}`;
    outcomes.set(key, (outcomes.get(key) ?? 0) + 1);
    slowest = Math.max(slowest, took);
    memory = Math.max(memory, process.memoryUsage().rss);
  }

rmSync(folder, { recursive: true });
for (const [outcome, times] of [...outcomes].sort()) console.log(`${String(times).padStart(8)}  ${outcome}`);
console.log(
  `slowest ${Math.round(slowest)} ms, most memory ${Math.round(memory / 1e6)} MB, ${failures} failures`,
);
process.exitCode = failures === 0 ? 0 : 1;
