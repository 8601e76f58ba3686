/** The report that every run leaves: what was read, what was found wrong, what was published. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../durable.ts';
import { checkResult } from '../edition/format.ts';
import { hiddenShare } from '../edition/panel-format.ts';
import { readJson } from '../shelf/bytes.ts';
import { doorReport } from './door.ts';

export const phaseNames = [
  'configuration',
  'read',
  'gate',
  'snapshot',
  'load',
  'derive',
  'check',
  'panel',
  'edition',
  'panel site',
  'site',
  'publish',
] as const;
export type PhaseName = (typeof phaseNames)[number];

const fileTally = z.object({
  authority: z.string(),
  file: z.string(),
  recognised_as: z.string().nullable(),
  rows_read: z.number(),
  rows_accepted: z.number(),
  rows_quarantined: z.number(),
});

/** A draft for an audience besides the Board, or why there is none. */
export const paperReport = z.object({
  audience: z.string(),
  authority: z.string(),
  edition_id: z.string().nullable(),
  as_at_date: z.string().nullable(),
  /** Share of hidden numbers, in all and by table. */
  hidden: hiddenShare.nullable(),
  /** Texts left out of it, each with file and line. */
  left_out: z.array(z.string()),
  /** What was put together, left out or stands uncorrected so that no child can be worked out. */
  notes: z.array(z.string()).default([]),
  /** Why it cannot be sealed as it stands; none where it can. */
  gates: z.array(z.string()).default([]),
  error: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
});
export type PaperReport = z.infer<typeof paperReport>;

export const runReport = z.object({
  run_id: z.string(),
  as_at: z.string(),
  started_at: z.string(),
  outcome: z.enum(['running', 'published', 'nothing_new', 'failed', 'interrupted']),
  exit_code: z.number().nullable(),
  authorities: z.array(z.string()),
  /** Authorities of a region whose own files or rules are at fault: the edition was made without them. */
  left_out: z
    .array(
      z.object({
        authority: z.string(),
        name: z.string(),
        phase: z.enum(phaseNames),
        code: z.string(),
        message: z.string(),
        advice: z.string(),
      }),
    )
    .default([]),
  snapshots: z.array(z.object({ snapshot_id: z.string(), is_new: z.boolean(), sha256: z.string() })),
  edition_id: z.string().nullable(),
  phases: z.array(z.object({ phase: z.enum(phaseNames), milliseconds: z.number() })),
  files: z.array(fileTally),
  quarantine: z.array(
    z.object({ authority: z.string(), reason: z.string(), rows: z.number(), list: z.string() }),
  ),
  /** What was seen of the files of each authority, as `tracker check --json` prints it. */
  door: z.array(doorReport.extend({ authority: z.string() })).default([]),
  /** Lines rated Red at the as-at date. */
  red: z.array(z.object({ authority: z.string(), measure_id: z.string(), line: z.string() })),
  checks: z.array(checkResult),
  papers: z.array(paperReport).default([]),
  /** What was found damaged, set aside or made again, and what the run goes on without. */
  notices: z.array(z.string()).default([]),
  /** Pages of the site that was built. */
  pages: z.number().nullable(),
  error: z
    .object({ code: z.string(), message: z.string(), advice: z.string(), phase: z.string() })
    .nullable(),
});
export type RunReport = z.infer<typeof runReport>;

const runName = /^\d{4}-\d{2}-\d{2}-\d{3,}$/;

/** Names of all runs, in the order in which they were begun for each as-at date. */
export function runNames(runs: string): string[] {
  return existsSync(runs)
    ? readdirSync(runs)
        .filter((name) => runName.test(name))
        .sort()
    : [];
}

/** Makes the folder of the next run for that date: `<as-at>-001`, `-002` ... */
export function nextRun(runs: string, asAt: string): string {
  const before = runNames(runs)
    .filter((name) => name.startsWith(`${asAt}-`))
    .map((name) => Number(name.slice(11)));
  for (let n = Math.max(0, ...before) + 1; ; n += 1) {
    const name = `${asAt}-${String(n).padStart(3, '0')}`;
    try {
      mkdirSync(join(runs, name), { mode: 0o700 });
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** The report at the beginning of a run. */
export const newReport = (run: string, asAt: string, startedAt: string): RunReport => ({
  run_id: run,
  as_at: asAt,
  started_at: startedAt,
  outcome: 'running',
  exit_code: null,
  authorities: [],
  left_out: [],
  snapshots: [],
  edition_id: null,
  phases: [],
  files: [],
  quarantine: [],
  door: [],
  red: [],
  checks: [],
  papers: [],
  notices: [],
  pages: null,
  error: null,
});

export function writeReport(runs: string, report: RunReport): void {
  replaceFile(join(runs, report.run_id, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
}

/** Null when the run was killed before it wrote one, and for one that is damaged. */
export const readReport = (runs: string, run: string): RunReport | null =>
  readJson(join(runs, run, 'report.json'), runReport);

/** All reports, newest beginning first. */
export function readReports(runs: string): RunReport[] {
  const all = runNames(runs).flatMap((run) => readReport(runs, run) ?? []);
  return all.sort((a, b) => (a.started_at < b.started_at ? 1 : -1));
}
