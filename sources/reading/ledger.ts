import type { FileTally, QualityNote, QuarantinedRow } from '../contract/extract.ts';
import {
  type CellReason,
  cellReasons,
  type QualityCode,
  type QuarantineReason,
  qualityMeanings,
  quarantineReasons,
} from './reasons.ts';
import type { Sheet } from './sheet.ts';

/** Account of one sheet: every record is settled once, as accepted or as quarantined. */
export class FileLedger {
  readonly file: string;
  readonly recognisedAs: string | null;
  readonly #sheet: Pick<Sheet, 'file' | 'sha256' | 'encoding'>;
  readonly #quarantine: QuarantinedRow[] = [];
  readonly #cells: QuarantinedRow[] = [];
  #read = 0;
  #accepted = 0;

  constructor(sheet: Pick<Sheet, 'file' | 'sha256' | 'encoding'>, recognisedAs: string | null) {
    this.file = sheet.file;
    this.#sheet = sheet;
    this.recognisedAs = recognisedAs;
  }

  countRead(): void {
    this.#read += 1;
  }

  accept(): void {
    this.#accepted += 1;
  }

  quarantine(line: number, reason: QuarantineReason, column: string | null): void {
    this.#quarantine.push({ file: this.file, line, column, reason, advice: quarantineReasons[reason] });
  }

  /** A cell that was taken as not recorded, in a row that was kept. */
  cell(line: number, reason: CellReason, column: string): void {
    this.#cells.push({ file: this.file, line, column, reason, advice: cellReasons[reason] });
  }

  get read(): number {
    return this.#read;
  }

  get accepted(): number {
    return this.#accepted;
  }

  get quarantined(): readonly QuarantinedRow[] {
    return this.#quarantine;
  }

  get cells(): readonly QuarantinedRow[] {
    return this.#cells;
  }

  /** The tally; throws when a record was settled twice or not at all, because then a row would be lost in silence. */
  tally(): FileTally {
    const [rows_read, rows_accepted, rows_quarantined] = [
      this.#read,
      this.#accepted,
      this.#quarantine.length,
    ];
    if (rows_read !== rows_accepted + rows_quarantined) {
      throw new Error(
        `${this.file}: ${rows_read} rows read, ${rows_accepted} accepted, ${rows_quarantined} quarantined`,
      );
    }
    const { file, sha256, encoding } = this.#sheet;
    return {
      file,
      recognised_as: this.recognisedAs,
      sha256,
      encoding,
      rows_read,
      rows_accepted,
      rows_quarantined,
    };
  }
}

/** Counts of what was accepted but an analyst should know of. */
export class QualityLog {
  readonly #counts = new Map<string, QualityNote>();

  note(code: QualityCode, table: string, rows = 1): void {
    if (rows === 0) return;
    const id = `${code}|${table}`;
    const before = this.#counts.get(id)?.rows ?? 0;
    this.#counts.set(id, { code, table, rows: before + rows, meaning: qualityMeanings[code] });
  }

  notes(): QualityNote[] {
    return [...this.#counts.values()].sort((a, b) => compare(a.code, b.code) || compare(a.table, b.table));
  }
}

/** Order by code unit, the same under every locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
