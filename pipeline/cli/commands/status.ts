import type { Command } from 'commander';
import { type PaperReport, type RunReport, readReports } from '../../run/report.ts';
import { liveEdition, publishedEditions } from '../../shelf/live.ts';
import { type Context, dataOf, dataOption } from '../context.ts';

const shownRuns = 5;

/** `tracker status`: what is live, what could be, and how the last runs ended. */
export function addStatus(program: Command, context: Context): void {
  const command = program
    .command('status')
    .summary('what is live, and how the last runs ended')
    .description('Lists the editions that can be made live and the last runs with how they ended.');
  dataOption(command).action((options: { data: string }) => {
    for (const line of statusLines(options)) context.console.say(line);
  });
}

function statusLines(options: { readonly data: string }): string[] {
  const { data, folders } = dataOf(options);
  const live = liveEdition(folders);
  const editions = publishedEditions(folders);
  const reports = readReports(folders.runs);
  if (editions.length === 0 && reports.length === 0)
    return [`Nothing has been run in ${data} yet. Start with \`tracker demo\`.`];
  return [
    `Live: ${live ?? 'nothing'}`,
    'Editions:',
    ...editions.map((edition) => `  ${edition}${edition === live ? '  (live)' : ''}`),
    ...papersOf(reports[0]),
    'Last runs:',
    ...reports.slice(0, shownRuns).map(runLine),
  ];
}

/** Drafts of the last run for other audiences, or why there is none. */
function papersOf(report: RunReport | undefined): string[] {
  const papers = report?.papers ?? [];
  if (papers.length === 0) return [];
  return ['Papers of the last run:', ...papers.flatMap(paperStatus)];
}

function paperStatus({ audience, authority, edition_id, hidden, left_out, error }: PaperReport): string[] {
  const name = `  ${audience} ${authority}`;
  if (error !== null) return [`${name}  none: ${error.message} [${error.code}]`, `    ${error.advice}`];
  return [
    `${name}  ${edition_id ?? ''}  ${hidden?.share_percent ?? 0}% of its numbers hidden`,
    ...left_out.map((line) => `    text left out: ${line}`),
  ];
}

function runLine(report: RunReport): string {
  const ended =
    report.error === null
      ? (report.edition_id ?? '')
      : `${report.error.code}: ${report.error.message.split('\n')[0]}`;
  return `  ${report.run_id}  ${report.outcome.replace('_', ' ').padEnd(12)} ${ended}`;
}
