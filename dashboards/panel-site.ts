import { downloadPath, panelFrame } from './components/panel/panel-frame.ts';
import { panelRenderer } from './components/panel/panel-register.ts';
import { packPath, questionPath, questionTitle } from './components/panel/question-path.ts';
import { speaksToTheYoung } from './components/panel/young-page.ts';
import { type PanelEdition, questionOf, readPanelEdition } from './panel-edition.ts';
import type { SiteFace, SiteSource } from './site-face.ts';

function faceOf(edition: PanelEdition): SiteFace {
  const { manifest, paper } = edition;
  return {
    audience: 'panel',
    editionId: manifest.edition_id,
    codeVersion: manifest.code_version,
    title: manifest.title,
    dynamicPaths: [...paper.questions.map(questionPath), ...paper.packs.map(packPath)],
    titleOf: (subject) => questionTitle(edition, questionOf(edition, subject)),
    nameOf: (subject) => questionOf(edition, subject).short_title,
    menuGroups: ['Pages'],
    silent: speaksToTheYoung(edition) ? [] : ['/young-people'],
    frame: panelFrame(edition),
    scripts: [],
  };
}

/** Which pages the Panel's site of an edition has. */
export function panelFace(folder: string): SiteFace {
  return faceOf(readPanelEdition(folder));
}

/** The Panel's site of an edition: its pages, and the printed figures as a file. */
export function panelSite(folder: string): SiteSource {
  const edition = readPanelEdition(folder);
  return {
    ...faceOf(edition),
    render: panelRenderer(edition),
    downloads: new Map([[downloadPath(edition.manifest), edition.download]]),
  };
}
