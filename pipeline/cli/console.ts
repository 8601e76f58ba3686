/** What the command line says, and where: results on standard output, progress and faults on standard error. */
import type { Effects } from '../effects.ts';

const clearLine = '\r\u001b[2K';

export interface Console extends Effects {
  /** A line of the result. */
  say(line: string): void;
  /** Something went wrong. */
  complain(line: string): void;
}

/** The console of this process: progress replaces itself on a terminal and is plain lines elsewhere. */
export function processConsole(): Console {
  // A reader such as `head` may leave before the last line; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  const terminal = process.stderr.isTTY === true && process.env['CI'] === undefined;
  let shown = '';
  const clear = (): void => {
    if (terminal && shown !== '') process.stderr.write(clearLine);
    shown = '';
  };
  const stay = (stream: NodeJS.WriteStream, line: string): void => {
    clear();
    stream.write(`${line}\n`);
  };
  return {
    say: (line) => stay(process.stdout, line),
    complain: (line) => stay(process.stderr, line),
    log: (line) => stay(process.stderr, line),
    progress: (line) => {
      if (!terminal) return;
      clear();
      shown = line.slice(0, (process.stderr.columns ?? 80) - 1);
      process.stderr.write(shown);
    },
    step: (name) => {
      if (!terminal && !name.includes(':')) stay(process.stderr, `${name} ...`);
    },
    now: () => new Date(),
  };
}
