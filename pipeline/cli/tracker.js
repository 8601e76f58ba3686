#!/usr/bin/env node
import { pathToFileURL } from 'node:url';
import { programFile } from '../program.js';

// What is written is its owner's alone, by this process and by every one that it starts.
process.umask(0o077);
try {
  const { main } = await import(pathToFileURL(await programFile('pipeline/cli/main.ts')).href);
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`error: The program could not be started. ${error.message} [program_unfit]\n`);
  process.exitCode = 2;
}
