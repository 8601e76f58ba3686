/** Exit codes of the command line; part of its interface. */
export const exitCodes = {
  unexpected: 1,
  usage: 2,
  input_refused: 3,
  check_stopped: 4,
  derivation_failed: 5,
  /** The Board's edition is published, and a paper for another audience could not be made. */
  paper_failed: 6,
  /** A region's edition is published without one of its authorities or more. */
  authority_left_out: 7,
  /** Ctrl-C, or the system asked the process to end: what every shell and scheduler knows. */
  interrupted: 130,
} as const;
export type FailureClass = keyof typeof exitCodes;

/**
 * The one error class of the project: a stable code, the class that decides the exit code, what happened
 * and what to do about it. The message never holds a value that could identify a child.
 */
export class TrackerError extends Error {
  readonly code: string;
  readonly failure: FailureClass;
  readonly advice: string;

  constructor(failure: FailureClass, code: string, message: string, advice: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'TrackerError';
    this.failure = failure;
    this.code = code;
    this.advice = advice;
  }

  get exitCode(): number {
    return exitCodes[this.failure];
  }
}
