import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { repositoryFile } from '../../../pipeline/repository.ts';
import { externalModels, externalModelsPath } from '../../../pipeline/warehouse/external-models.ts';

describe('external models', () => {
  it('in the repository are those that the contract gives (npm run generate rewrites them)', () => {
    expect(readFileSync(repositoryFile(externalModelsPath), 'utf8').replaceAll('\r\n', '\n')).toBe(
      externalModels(),
    );
  });
});
