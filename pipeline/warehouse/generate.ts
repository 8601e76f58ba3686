/** `npm run generate`: rewrites the files that are made from the contract. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { repositoryFile } from '../repository.ts';
import { externalModels, externalModelsPath } from './external-models.ts';

const file = repositoryFile(externalModelsPath);
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, externalModels());
