#!/usr/bin/env node
// The program is TypeScript run as it stands; only this file is plain JavaScript.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
