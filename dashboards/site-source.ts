import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { boardFace, boardSite } from './board-site.ts';
import { unreadable } from './edition-face.ts';
import { panelFace, panelSite } from './panel-site.ts';
import type { SiteFace, SiteSource } from './site-face.ts';

const anyManifest = z.object({ audience: z.enum(['board', 'panel']) });

function audienceOf(folder: string): SiteFace['audience'] {
  try {
    return anyManifest.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).audience;
  } catch (cause) {
    throw unreadable('manifest.json', 'it is missing, or names no audience that has a site', cause);
  }
}

/** Reads which pages the site of an edition has. */
export function readSiteFace(folder: string): SiteFace {
  return audienceOf(folder) === 'panel' ? panelFace(folder) : boardFace(folder);
}

/** Reads an edition whole, by the reader of its own audience and no other. */
export async function readSiteSource(folder: string): Promise<SiteSource> {
  return audienceOf(folder) === 'panel' ? panelSite(folder) : boardSite(folder);
}
