import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { generatedFiles } from '../../../pipeline/warehouse/generated-files.ts';
import { ruleFileNames } from '../../../sources/rules/contract.ts';

it.each(generatedFiles())(
  '$path is what the declarations give (npm run generate rewrites it)',
  ({ path, text }) => {
    expect(readFileSync(path, 'utf8').replaceAll('\r\n', '\n')).toBe(text);
  },
);

it('the README tells what the program accepts of a list that should be empty', () => {
  const readme = generatedFiles().find(({ path }) => path.endsWith('README.md'))?.text ?? '';
  expect(readme).toContain('| `tolerance` | number with at most two decimals, or empty | family Z alone');
  expect(readme).toContain('| `floor` | number with at most two decimals, or empty | family C alone');
  expect(readme.match(/^### /gm)).toHaveLength(ruleFileNames.length);
});
