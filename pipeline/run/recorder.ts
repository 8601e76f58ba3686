/** Keeps the report of a run as it goes along: what was done, how long it took, what was found. */
import { join, relative } from 'node:path';
import { exitCodes, TrackerError } from '../../sources/error.ts';
import { quarantineOf } from '../edition/assurance-file.ts';
import type { DataFolders } from '../folders.ts';
import type { Stored } from '../snapshot/store.ts';
import type { Configuration } from './configuration.ts';
import type { Effects } from './effects.ts';
import { newReport, type PhaseName, type RunReport, writeReport } from './report.ts';

/** From here on a failure is one of derivation, build or publication, whatever its cause. */
const making: readonly PhaseName[] = ['load', 'derive', 'check', 'edition', 'site', 'publish'];

export class Recorder {
  readonly folders: DataFolders;
  readonly run: string;
  readonly #effects: Effects;
  #report: RunReport;
  #phase: PhaseName = 'configuration';

  constructor(folders: DataFolders, run: string, asAt: string, effects: Effects) {
    this.folders = folders;
    this.run = run;
    this.#effects = effects;
    this.#report = newReport(run, asAt, effects.now().toISOString());
    this.#save();
  }

  /** A path inside the run's own folder. */
  path(...parts: string[]): string {
    return join(this.folders.runs, this.run, ...parts);
  }

  /** Does the work of one phase and notes how long it took, also when it fails. */
  async phase<T>(phase: PhaseName, work: () => T | Promise<T>): Promise<T> {
    this.#phase = phase;
    this.#effects.step(phase);
    this.#effects.progress(phase);
    const start = this.#effects.now().getTime();
    try {
      return await work();
    } finally {
      this.#add({
        phases: [...this.#report.phases, { phase, milliseconds: this.#effects.now().getTime() - start }],
      });
    }
  }

  /** Walks the run to its end and closes the report, whatever happens. */
  async conclude(walk: () => Promise<void>): Promise<RunReport> {
    try {
      await walk();
    } catch (error) {
      this.#failed(error);
    }
    this.#save();
    return this.#report;
  }

  configured(configuration: Configuration): void {
    this.#add({ authorities: configuration.authorities.map(({ config }) => config.authority) });
  }

  snapshot({ snapshot, isNew }: Stored): void {
    const { manifest, folder } = snapshot;
    const { authority } = manifest;
    const files = manifest.files.map(
      ({ file, recognised_as, rows_read, rows_accepted, rows_quarantined }) => ({
        authority,
        file,
        recognised_as,
        rows_read,
        rows_accepted,
        rows_quarantined,
      }),
    );
    const list = relative(join(this.folders.runs, '..'), join(folder, manifest.quarantine.file)).replaceAll(
      '\\',
      '/',
    );
    const reasons = new Map<string, number>();
    for (const row of quarantineOf(snapshot))
      reasons.set(row.reason, (reasons.get(row.reason) ?? 0) + row.rows);
    const quarantine = [...reasons].map(([reason, rows]) => ({ authority, reason, rows, list }));
    const kept = { snapshot_id: manifest.snapshot_id, is_new: isNew, sha256: manifest.content_sha256 };
    this.#add({
      snapshots: [...this.#report.snapshots, kept],
      files: [...this.#report.files, ...files],
      quarantine: [...this.#report.quarantine, ...quarantine.sort((a, b) => b.rows - a.rows)],
    });
  }

  edition(editionId: string): void {
    this.#add({ edition_id: editionId });
  }

  checks(checks: RunReport['checks']): void {
    this.#add({ checks: [...checks] });
  }

  red(red: RunReport['red']): void {
    this.#add({ red: [...red] });
  }

  pages(pages: number): void {
    this.#add({ pages });
  }

  published(): void {
    this.#add({ outcome: 'published', exit_code: 0 });
  }

  nothingNew(editionId: string): void {
    this.#add({ outcome: 'nothing_new', exit_code: 0, edition_id: editionId });
  }

  #failed(error: unknown): void {
    const known = asTrackerError(error, this.#phase);
    const { code, message, advice } = known;
    this.cause = error;
    this.#add({
      outcome: 'failed',
      exit_code: known.exitCode,
      error: { code, message, advice, phase: this.#phase },
    });
  }

  /** What was thrown, for a command line that prints the stack of the unexpected. */
  cause: unknown = null;

  #add(part: Partial<RunReport>): void {
    this.#report = { ...this.#report, ...part };
    this.#save();
  }

  #save(): void {
    writeReport(this.folders.runs, this.#report);
  }
}

function asTrackerError(error: unknown, phase: PhaseName): TrackerError {
  if (error instanceof TrackerError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const failure = making.includes(phase) ? 'derivation_failed' : 'unexpected';
  const code = failure === 'unexpected' ? 'unexpected' : `${phase}_failed`;
  return new TrackerError(
    failure,
    code,
    `The run failed in phase ${phase}: ${message}`,
    'The published site is as it was. Free disk space or mend what the message names, then run again.',
    error,
  );
}

/** Exit code of a run. */
export const exitCodeOf = (report: RunReport): number => report.exit_code ?? exitCodes.unexpected;
