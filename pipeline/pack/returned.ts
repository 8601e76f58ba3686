/** RESTRICTED: a workbook that came back, taken apart into rows that are known and answers that somebody changed. */
import type { AuthorityConfig } from '../../sources/authority/authority.ts';
import { longDay } from '../../sources/days.ts';
import { TrackerError } from '../../sources/error.ts';
import { type Aliases, leaveOut, loadAliases } from '../../sources/reading/aliases.ts';
import { openFile } from '../../sources/reading/formats.ts';
import { inputFile } from '../../sources/reading/input-files.ts';
import type { FormatLimits, Sheet, SheetRecord } from '../../sources/reading/sheet.ts';
import { openCodes } from '../../sources/rules/open-codes.ts';
import type { RuleBook } from '../../sources/rules/rules.ts';
import { type ListAnswer, listAnswers } from '../../sources/rules/tracking-contract.ts';
import type { DataFolders } from '../folders.ts';
import type { Answer } from './answers.ts';
import { type Held, heldOn } from './changes.ts';
import { answerColumns, caseHeader, ratings, referenceHeader } from './columns.ts';
import { dayOf, isAsWritten, parseReference, plainCell, type Reference } from './reference.ts';

/** What a person should know of a cell, a row or a file: never with a value of it. */
export interface Told {
  /** With the sheet, where the file has several. */
  readonly file: string;
  /** Row of the sheet; null where it is about the whole. */
  readonly row: number | null;
  readonly column: string | null;
  /** `refused`: an answer or a row was not taken; `noticed`: nothing is lost. */
  readonly kind: 'refused' | 'noticed';
  readonly what: string;
}

export interface ReadRequest {
  readonly folders: DataFolders;
  readonly config: AuthorityConfig;
  readonly rules: RuleBook;
  readonly limits: FormatLimits;
  /** Folder with the workbooks that came back. */
  readonly folder: string;
  /** Day of the reading: no answer that says what was done may lie after it. */
  readonly on: string;
  readonly byRole: string;
  readonly at: string;
}

/** An answer that somebody changed, and where it stands. */
export interface Candidate extends Answer {
  readonly file: string;
  readonly row: number;
}

/** What was read of all workbooks, before it is decided which answer holds. */
export class Reading {
  readonly told: Told[] = [];
  readonly candidates: Candidate[] = [];
  sheets = 0;
  rows = 0;
  readonly #request: ReadRequest;
  readonly #own: string;
  readonly #aliases: Aliases;
  readonly #held = new Map<string, Held | null>();

  constructor(request: ReadRequest, own: string) {
    this.#request = request;
    this.#own = own;
    const { config } = request;
    this.#aliases = loadAliases(config.authority, config.aliases, openCodes(config));
  }

  tell(file: string, row: number | null, column: string | null, kind: Told['kind'], what: string): void {
    this.told.push({ file, row, column, kind, what });
  }

  async file(path: string): Promise<void> {
    const { folder, limits } = this.#request;
    const isHeader = (cells: readonly string[]): boolean => isListHeader(cells);
    try {
      const sheets = await openFile(inputFile(folder, path, path), { isHeader, limits });
      const lists = (sheets ?? []).filter(({ header }) => isListHeader(header));
      for (const sheet of lists) await this.sheet(sheet);
      if (lists.length === 0)
        this.tell(
          path,
          null,
          null,
          'refused',
          `no sheet has the columns "${caseHeader}" and "${referenceHeader}": it is no list of the pack, or these columns were deleted`,
        );
    } catch (error) {
      if (!(error instanceof TrackerError)) throw error;
      this.tell(path, null, null, 'refused', `${error.message.replace(`${path}: `, '')}. ${error.advice}`);
    }
  }

  async sheet(sheet: Sheet): Promise<void> {
    this.sheets += 1;
    const header = sheet.header.map(plainHeader);
    const seen = new Map<string, { row: number; line: string }>();
    const missing = new Set<ListAnswer>();
    const turn = (await isMonthFirst(sheet, header)) ? monthFirst : (cell: string) => cell;
    for await (const block of sheet.blocks())
      for (const { line, cells } of block) {
        const record = { line, cells: cells.map(turn) };
        if (record.cells.every((cell) => cell.trim() === '')) continue;
        this.rows += 1;
        const reference = this.#reference(sheet, header, record, seen);
        if (reference !== null) this.#row(sheet, header, record, reference, missing);
      }
    for (const answer of missing)
      this.tell(
        sheet.file,
        null,
        answerColumns[answer].header,
        'refused',
        'the column is not there or was renamed: answers in it stay as they were',
      );
  }

  /** Whose row it is; null, and told of, where that is not certain. */
  #reference(
    sheet: Sheet,
    header: readonly string[],
    { line, cells }: SheetRecord,
    seen: Map<string, { row: number; line: string }>,
  ): Reference | null {
    const refuse = (column: string | null, what: string): null => {
      this.tell(sheet.file, line, column, 'refused', what);
      return null;
    };
    const reference = parseReference(cells[header.indexOf(referenceHeader)] ?? '');
    if (reference === null)
      return refuse(referenceHeader, 'the reference is missing or was changed: the row cannot be placed');
    const { authority } = this.#request.config;
    if (reference.authority !== authority)
      return refuse(null, `the row is of another authority's pack, not of ${authority}`);
    if ((cells[header.indexOf(caseHeader)] ?? '').trim() !== reference.subject)
      return refuse(
        caseHeader,
        'the case number is not the one that belongs to the row: the rows were mixed up, or it was changed',
      );
    const key = `${reference.list} ${reference.asAt} ${reference.subject}`;
    const text = JSON.stringify(
      listAnswers.map((answer) => cells[header.indexOf(answerColumns[answer].header)] ?? ''),
    );
    const before = seen.get(key);
    seen.set(key, { row: line, line: text });
    if (before !== undefined) {
      if (before.line === text)
        this.tell(sheet.file, line, null, 'noticed', `the same as row ${before.row}: taken once`);
      else
        this.tell(
          sheet.file,
          line,
          null,
          'noticed',
          `the child stands in row ${before.row} already, with other answers`,
        );
    }
    return this.#isOnList(reference)
      ? reference
      : refuse(
          caseHeader,
          `no pack of ${longDay(reference.asAt)} that is still known here had this case number on the list`,
        );
  }

  #isOnList({ asAt, list, subject }: Reference): boolean {
    if (!this.#held.has(asAt)) this.#held.set(asAt, heldOn(this.#own, asAt));
    return this.#held.get(asAt)?.lists[list]?.[subject] !== undefined;
  }

  #row(
    sheet: Sheet,
    header: readonly string[],
    { line, cells }: SheetRecord,
    reference: Reference,
    missing: Set<ListAnswer>,
  ): void {
    const answerOf = new Map(listAnswers.map((answer) => [answerColumns[answer].header, answer]));
    for (const answer of listAnswers)
      if (
        isAsWritten(reference, answerColumns[answer].header, '', 'text') !== null &&
        !header.includes(answerColumns[answer].header)
      )
        missing.add(answer);
    for (const [at, name] of header.entries()) {
      const text = cells[at] ?? '';
      const answer = answerOf.get(name);
      if (answer !== undefined)
        this.#answer(
          sheet.file,
          line,
          answer,
          text,
          sheet.active?.has(`${line},${at + 1}`) === true,
          reference,
        );
      else if (
        isAsWritten(reference, name, text, 'text') === false &&
        !isAsWritten(reference, name, text, 'day')
      )
        this.tell(
          sheet.file,
          line,
          name,
          'noticed',
          'a cell that the program works out was changed: it is not taken',
        );
    }
  }

  #answer(
    file: string,
    row: number,
    answer: ListAnswer,
    text: string,
    isActive: boolean,
    reference: Reference,
  ): void {
    const { header, kind } = answerColumns[answer];
    if (isAsWritten(reference, header, text, kind) !== false) return;
    const read =
      isActive || /^[=@]/.test(text.trim())
        ? { fault: 'a formula or a link is no answer: write the answer itself' }
        : this.#value(answer, plainCell(text, kind));
    if ('fault' in read) {
      this.tell(file, row, header, 'refused', read.fault);
      return;
    }
    const { list, asAt, subject } = reference;
    this.candidates.push({
      file,
      row,
      list_id: list,
      case_number: subject,
      answer,
      value: read.value,
      workbook_date: asAt,
      read_on: this.#request.on,
    });
  }

  /** The answer as it is kept, or why it cannot be. */
  #value(answer: ListAnswer, text: string): { readonly value: string } | { readonly fault: string } {
    if (text.length > cellLength)
      return { fault: `longer than the ${cellLength} characters a cell can hold` };
    if (text === '' || answer === 'doing') return { value: text };
    if (answerColumns[answer].kind === 'day') {
      const day = dayOf(text);
      if (day === null) return { fault: 'this is no day: write it as 30 Jun 2026' };
      const isAhead = answer !== 'by_when' && day > this.#request.on;
      return isAhead
        ? { fault: `the day lies after ${longDay(this.#request.on)}, the day of the reading` }
        : { value: day };
    }
    if (answer === 'manager_rag' || answer === 'officer_view') {
      const found = Object.entries(ratings).find(([code, word]) =>
        [code, word.toUpperCase()].includes(text.toUpperCase()),
      );
      return found === undefined ? { fault: 'this is none of Red, Amber and Green' } : { value: found[0] };
    }
    const set = answer === 'barrier' ? 'barrier' : 'manager_role';
    const code = this.#aliases.resolve(this.#aliases.set(set), text);
    return code === null || code === leaveOut
      ? { fault: 'this is none of the choices; they stand on the sheet Choices' }
      : { value: code };
  }
}

/** What the programs that open the next workbook allow. */
const cellLength = 32_767;

/** 03/31/2026 as 31/03/2026. */
const monthFirst = (cell: string): string => cell.replace(/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, '$2/$1/$3');

/** Whether a CSV writes the month first, as a program set to another country does: the days that nobody may change tell. */
async function isMonthFirst(sheet: Sheet, header: readonly string[]): Promise<boolean> {
  const votes = { day: 0, month: 0 };
  for await (const block of sheet.blocks())
    for (const { cells } of block) {
      const reference = parseReference(cells[header.indexOf(referenceHeader)] ?? '');
      if (reference === null) continue;
      for (const [at, cell] of cells.entries()) {
        if (monthFirst(cell) === cell) continue;
        const name = header[at] ?? '';
        if (isAsWritten(reference, name, cell, 'day') === true) votes.day += 1;
        else if (isAsWritten(reference, name, monthFirst(cell), 'day') === true) votes.month += 1;
      }
    }
  return votes.month > votes.day;
}

const plainHeader = (cell: string): string => cell.replace(/\s+/g, ' ').trim();
const isListHeader = (cells: readonly string[]): boolean => {
  const found = cells.map(plainHeader);
  return found.includes(caseHeader) && found.includes(referenceHeader);
};
