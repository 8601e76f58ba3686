/** Reads the published site in a loop until it is told to stop, and counts what a reader must never see. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [published = '', stop = ''] = process.argv.slice(2);
let reads = 0;
let faults = 0;
while (!existsSync(stop)) {
  reads += 1;
  try {
    const index = readFileSync(join(published, 'index.html'), 'utf8');
    const edition = /name="edition" content="([^"]+)"/.exec(index)?.[1] ?? 'none';
    const page = readFileSync(join(published, edition, 'index.html'), 'utf8');
    if (!index.endsWith('</html>\n') || !page.includes(edition)) faults += 1;
  } catch {
    faults += 1;
  }
}
process.stdout.write(JSON.stringify({ reads, faults }));
