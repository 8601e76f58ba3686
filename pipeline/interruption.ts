/** Ctrl-C, or a word of the system to end: what was begun is put in order, and only then does the process end. */
import { exitCodes } from '../sources/error.ts';

type Duty = () => unknown;

/** SIGTERM does not exist on Windows, where a process that is ended has no last word; the rest holds there too. */
const signals = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  ...(process.platform === 'win32' ? ['SIGBREAK' as const] : []),
] as const;
const duties = new Set<Duty>();
let ending = false;

/** Has this done when the process is asked to end; the last begun comes first. Returns what takes the duty back. */
export function onInterruption(duty: Duty): () => void {
  if (duties.size === 0) for (const signal of signals) process.on(signal, interrupt);
  duties.add(duty);
  return () => {
    duties.delete(duty);
    if (duties.size === 0 && !ending) for (const signal of signals) process.off(signal, interrupt);
  };
}

async function interrupt(): Promise<void> {
  if (ending) return;
  ending = true;
  for (const duty of [...duties].reverse()) {
    try {
      await duty();
    } catch {
      // What this one leaves, the next run clears away; the others must be done.
    }
  }
  process.exit(exitCodes.interrupted);
}

/** Waits for a child process; when this one is asked to end, the child is ended and gone first. */
export async function attended<T>(child: PromiseLike<T> & { kill(signal: 'SIGKILL'): boolean }): Promise<T> {
  const forget = onInterruption(async () => {
    child.kill('SIGKILL');
    await child;
  });
  try {
    const result = await child;
    // Whoever waits for it must not take its end for a failure and go on.
    if (ending) await new Promise(() => undefined);
    return result;
  } finally {
    forget();
  }
}
