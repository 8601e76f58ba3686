/** Reads what SQLMesh prints: it has no machine-readable results. */

/** A non-blocking audit that found rows. */
export interface WarnedAudit {
  readonly model: string;
  readonly audit: string;
  readonly rows: number;
}

const lines = (text: string): string[] => text.split(/\r?\n/);

/** Why a command failed, raw: the last error with the lines that explain it, else the last thing it said. */
export function failureSummary(stdout: string, stderr: string): string {
  const out = lines(stdout);
  const start = out.findLastIndex((line) => line.startsWith('Error:'));
  if (start >= 0) return spoken(out.slice(start)).slice(0, explained).join('\n');
  return spoken(lines(stderr)).at(-1) ?? spoken(out).at(-1) ?? 'no output';
}

const explained = 8;
const spoken = (some: string[]): string[] => some.map((line) => line.trimEnd()).filter((line) => line !== '');

/** Models listed under `**Failed models**`. */
export function failedModels(stdout: string): string[] {
  const all = lines(stdout);
  const start = all.findIndex((line) => line.includes('Failed models'));
  if (start < 0) return [];
  const rest = all.slice(start + 1);
  const end = rest.findIndex((line) => line.includes('Skipped models'));
  const names = rest.slice(0, end < 0 ? undefined : end).flatMap((line) => {
    const match = /^\s*\* `?((?:"?\w+"?\.)+"?\w+"?)`?\s*$/.exec(line);
    return match?.[1] === undefined ? [] : [match[1].replaceAll('"', '').replace(/^warehouse\./, '')];
  });
  return [...new Set(names)];
}

/** Blocking audits that failed, as `model: audit, n rows`. */
export function auditFailures(stdout: string): string[] {
  const models = failedModels(stdout);
  const found = lines(stdout)
    .filter((line) => !line.includes('[WARNING]'))
    .flatMap((line) => [...line.matchAll(/'([\w]+)' audit error: (\d+) rows? failed/g)]);
  return [
    ...new Set(
      found.map(
        (match, index) => `${models[index] ?? models[0] ?? 'a model'}: ${match[1]}, ${match[2]} rows`,
      ),
    ),
  ];
}

/** Non-blocking audits that failed. */
export function warnedAudits(stdout: string): WarnedAudit[] {
  const pattern = /\[WARNING\] ([\w."]+): '(\w+)' audit error: (\d+) rows? failed/g;
  return [...stdout.matchAll(pattern)].map((match) => ({
    model: (match[1] ?? '').replaceAll('"', ''),
    audit: match[2] ?? '',
    rows: Number(match[3]),
  }));
}
