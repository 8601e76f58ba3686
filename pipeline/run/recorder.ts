/** Keeps the report of a run as it goes along: what was done, how long it took, what was found. */
import { constants } from 'node:os';
import { join, relative } from 'node:path';
import { inspect } from 'node:util';
import { exitCodes, TrackerError } from '../../sources/error.ts';
import { quarantineOf } from '../edition/assurance-file.ts';
import type { Effects } from '../effects.ts';
import { type DataFolders, writePrivateFile } from '../folders.ts';
import type { Stored } from '../snapshot/store.ts';
import { storageFailure } from '../storage-failure.ts';
import { clearRun } from './clean.ts';
import type { Configuration, LeftOut } from './configuration.ts';
import { newReport, nextRun, type PhaseName, type RunReport, writeReport } from './report.ts';

/** From here on a failure is one of derivation, build or publication, whatever its cause. */
const making: readonly PhaseName[] = [
  'load',
  'derive',
  'check',
  'panel',
  'edition',
  'site',
  'panel site',
  'publish',
];

/** A region adds to its report hundreds of times: so many milliseconds pass before it is written again, unless it ends. */
const betweenWritings = 1_000;

export class Recorder {
  readonly folders: DataFolders;
  readonly run: string;
  readonly #effects: Effects;
  #report: RunReport;
  #phase: PhaseName = 'configuration';
  #written: number;
  /** Two phases may be at work at once; each failure is that of its own. */
  readonly #failedIn = new Map<unknown, PhaseName>();

  constructor(folders: DataFolders, run: string, asAt: string, effects: Effects) {
    this.folders = folders;
    this.run = run;
    this.#effects = effects;
    const begun = effects.now();
    this.#report = newReport(run, asAt, begun.toISOString());
    this.#written = begun.getTime();
    writeReport(folders.runs, this.#report);
  }

  /** A path inside the run's own folder. */
  path(...parts: string[]): string {
    return join(this.folders.runs, this.run, ...parts);
  }

  /** Does the work of one phase and notes how long it took, also when it fails; of one that comes again, in all. */
  async phase<T>(phase: PhaseName, work: () => T | Promise<T>): Promise<T> {
    this.#phase = phase;
    const start = this.#effects.now().getTime();
    try {
      this.#effects.step(phase);
      if (this.#placeOf(phase) < 0) this.#effects.progress(phase);
      return await work();
    } catch (error) {
      this.#failedIn.set(error, phase);
      throw error;
    } finally {
      const took = this.#effects.now().getTime() - start;
      const { phases } = this.#report;
      const place = this.#placeOf(phase);
      const all = { phase, milliseconds: (phases[place]?.milliseconds ?? 0) + took };
      this.#add({ phases: place < 0 ? [...phases, all] : phases.with(place, all) });
    }
  }

  /** Where a phase stands among those that have ended; negative when it does not. */
  #placeOf(phase: PhaseName): number {
    return this.#report.phases.findIndex((each) => each.phase === phase);
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

  /** Something that does not stop the run and that somebody must know of. */
  notice(line: string): void {
    this.#effects.log(line);
    this.#add({ notices: [...this.#report.notices, line] });
  }

  configured(configuration: Configuration): void {
    this.#add({ authorities: configuration.authorities.map(({ config }) => config.authority) });
  }

  /** Leaves an authority out of a region's edition; null in a run of one, which its failure ends. */
  get leave(): ((left: LeftOut) => void) | null {
    return this.#report.authorities.length + this.#report.left_out.length > 1
      ? ({ config, error }) => this.leftOut(config, error)
      : null;
  }

  /** An authority that the edition is made without, and why. */
  leftOut(
    { authority, name }: { readonly authority: string; readonly name: string },
    error: TrackerError,
  ): void {
    const { code, message, advice } = error;
    this.#effects.log(`${name} is left out: ${message} [${code}]`);
    const left = { authority, name, phase: this.#phase, code, message, advice };
    this.#add({ left_out: [...this.#report.left_out, left] });
  }

  /** What readers are told of those that are left out: no more than that, since a message may name a file. */
  leftOutChecks(): RunReport['checks'] {
    return this.#report.left_out.map(({ name, code }) => ({
      check: 'authority_left_out',
      meaning: `${name} is not in this edition: its own files or rules stopped it (${code}).`,
      severity: 'warn',
      result: 'fail',
      rows: 1,
    }));
  }

  door(door: RunReport['door'][number]): void {
    this.#add({ door: [...this.#report.door, door] });
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

  /** A draft for another audience, or that there is none; the Board's edition does not wait for it. */
  paper(paper: RunReport['papers'][number]): void {
    const others = this.#report.papers.filter(
      ({ audience, authority }) => audience !== paper.audience || authority !== paper.authority,
    );
    this.#add({ papers: [...others, paper] });
  }

  /** Keeps what an error says beyond its message, and gives the words that may be told. */
  paperFailure(error: unknown): TrackerError {
    const kept = keepDetails(error, this.#phase, this.path('error.txt'));
    return knownFailure(error, this.folders) ?? unexpected(error, this.#phase, this.run, kept);
  }

  red(red: RunReport['red']): void {
    this.#add({ red: [...red] });
  }

  pages(pages: number): void {
    this.#add({ pages });
  }

  published(): void {
    const failed = this.#report.papers.some(({ error }) => error !== null);
    this.#add({
      outcome: 'published',
      exit_code: this.#leftOutCode() || (failed ? exitCodes.paper_failed : 0),
    });
  }

  /** The process was asked to end: the report says so, and no scratch stays. A run that had ended is left as it ended. */
  interrupted(): void {
    if (this.#report.outcome !== 'running') return;
    const phase = this.#phase;
    const message = `The run was interrupted in phase ${phase}.`;
    const advice = 'The published site is as it was. Run again.';
    const error = { code: 'interrupted', message, advice, phase };
    this.#add({ outcome: 'interrupted', exit_code: exitCodes.interrupted, error });
    this.#clear();
    this.#save();
    this.#effects.log(`error: ${message} [interrupted]`);
    this.#effects.log(advice);
  }

  nothingNew(editionId: string): void {
    this.#add({ outcome: 'nothing_new', exit_code: this.#leftOutCode(), edition_id: editionId });
  }

  #leftOutCode(): number {
    return this.#report.left_out.length > 0 ? exitCodes.authority_left_out : 0;
  }

  /**
   * A failed run leaves no scratch, and first of all: it may hold the last free space, without which no report says what
   * happened. Only a failed check leaves the rows at fault.
   */
  #failed(error: unknown): void {
    const known = knownFailure(error, this.folders);
    if (known?.exitCode !== exitCodes.check_stopped) this.#clear();
    const phase = this.#failedIn.get(error) ?? this.#phase;
    this.#add(failureOf(error, known, phase, this.folders, this.run));
  }

  /** What cannot be removed is removed by the next run: this one still has to say how it ended. */
  #clear(): void {
    try {
      clearRun(this.folders, this.run);
    } catch (error) {
      this.#effects.log(`The files of a run that ended early could not be cleared away: ${String(error)}`);
    }
  }

  #add(part: Partial<RunReport>): void {
    this.#report = { ...this.#report, ...part };
    const now = this.#effects.now().getTime();
    if (part.outcome === undefined && now - this.#written < betweenWritings) return;
    this.#written = now;
    this.#save();
  }

  /** A report that cannot be written ends no run: what it would say is said on the terminal. */
  #save(): void {
    try {
      writeReport(this.folders.runs, this.#report);
    } catch (error) {
      if (storageFailure(error, this.folders.root) === null) throw error;
    }
  }
}

/** Writes the report of a run that was refused before it began; no other run ever sees it as at work. */
export function refusedRun(folders: DataFolders, asAt: string, effects: Effects, error: unknown): RunReport {
  const written = (run: string): RunReport => {
    const begun = newReport(run, asAt, effects.now().toISOString());
    return { ...begun, ...failureOf(error, knownFailure(error, folders), 'lock', folders, run) };
  };
  try {
    const report = written(nextRun(folders.runs, asAt));
    writeReport(folders.runs, report);
    return report;
  } catch {
    // There is no place to write it: the caller says it.
    return written(`${asAt}-000`);
  }
}

type Failure = Pick<RunReport, 'outcome' | 'exit_code' | 'error'>;
type FailurePhase = PhaseName | 'lock';

/** How a run ended that failed; what must not be told further is kept in its folder. */
function failureOf(
  error: unknown,
  known: TrackerError | null,
  phase: FailurePhase,
  folders: DataFolders,
  run: string,
): Failure {
  const kept = keepDetails(error, phase, join(folders.runs, run, 'error.txt'));
  const { code, message, advice, exitCode } = known ?? unexpected(error, phase, run, kept);
  return { outcome: 'failed', exit_code: exitCode, error: { code, message, advice, phase } };
}

/** A failure in words of ours: what lies behind a failed derivation may be a full disk. */
function knownFailure(error: unknown, { root }: DataFolders): TrackerError | null {
  if (error instanceof TrackerError && error.exitCode !== exitCodes.derivation_failed) return error;
  return storageFailure(error, root) ?? (error instanceof TrackerError ? error : null);
}

/**
 * Writes stack and causes of an error that says more than its message. Errors of other programs may quote a cell, so
 * the file is its owner's only. False when it could not be written, for which the run does not fail a second time.
 */
function keepDetails(error: unknown, phase: FailurePhase, file: string): boolean {
  if (error instanceof TrackerError && error.cause === undefined) return false;
  try {
    writePrivateFile(file, `The run failed in phase ${phase}.\n\n${inspect(error, { depth: 8 })}\n`);
    return true;
  } catch {
    return false;
  }
}

/** Says nothing of the foreign error's own words. */
function unexpected(error: unknown, phase: FailurePhase, run: string, kept: boolean): TrackerError {
  const failure = isMaking(phase) ? 'derivation_failed' : 'unexpected';
  const code = failure === 'unexpected' ? 'unexpected' : `${phase}_failed`;
  const details = kept ? `its details are in runs/${run}/error.txt` : 'its details could not be written';
  return new TrackerError(
    failure,
    code,
    `An unexpected failure${systemCode(error)} in phase ${phase}; ${details}.`,
    'The published site is as it was. Free disk space or mend what the details name, then run again.',
    error,
  );
}

const isMaking = (phase: FailurePhase): boolean => making.some((each) => each === phase);

/** The operating system's name for the failure, such as ENOSPC: one of a fixed list, so it quotes nothing. */
function systemCode(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  return typeof code === 'string' && code in constants.errno ? ` (${code})` : '';
}

/** Exit code of a run. */
export const exitCodeOf = (report: RunReport): number => report.exit_code ?? exitCodes.unexpected;
