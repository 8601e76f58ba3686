/** The columns of every rule file, as the README prints them. */
import type { ZodType } from 'zod';
import { columnMeta } from '../contract/column.ts';
import { type RuleFileName, ruleFileNames, ruleTables } from './contract.ts';

const mark =
  '<!-- What follows is made from sources/rules/contract.ts by `npm run generate`: change it there. -->\n';

/** The README with the columns as they are declared behind its own prose, which ends at the mark. */
export function withColumns(readme: string): string {
  const [prose = ''] = readme.split(mark);
  return `${prose}${mark}${ruleFileNames.map(section).join('')}`;
}

function section(file: RuleFileName): string {
  const { one, row } = ruleTables[file];
  const columns = Object.entries(row.shape as Readonly<Record<string, ZodType>>).map(([column, schema]) => {
    const { form = '', description } = columnMeta(schema);
    return `| \`${column}\` | ${form} | ${description} |\n`;
  });
  return `\n### \`${file}.csv\`\n\nOne row is ${one}.\n\n| column | written as | |\n|---|---|---|\n${columns.join('')}`;
}
