import type { PanelManifest } from '../../../pipeline/edition/panel-format.ts';
import type { PanelEdition } from '../../panel-edition.ts';
import { longDay } from '../day.ts';
import { html, type Markup } from '../markup.ts';
import { framePage, type MenuPage, type PageFrame } from '../page-frame.ts';
import { packPath } from './question-path.ts';
import { speaksToTheYoung } from './young-page.ts';

/** Where the file of figures lies in the site: its name carries the marking, since a table's rows cannot. */
export function downloadPath({ marking, as_at_date }: PanelManifest): string {
  const [words = ''] = marking.split('(');
  const slug = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `downloads/${slug}-figures-${as_at_date}.csv`;
}

function menuOf(edition: PanelEdition): readonly MenuPage[] {
  const { paper } = edition;
  return [
    { name: 'The questions', path: '/index' },
    ...paper.packs.map((pack) => ({ name: pack.short_title, path: packPath(pack) })),
    ...(speaksToTheYoung(edition) ? [{ name: 'For young people', path: '/young-people' }] : []),
    { name: 'What the words mean', path: '/glossary' },
    { name: 'About this paper', path: '/about' },
  ];
}

function banner({ manifest }: PanelEdition): Markup {
  const draft = manifest.kind === 'working' ? html`<strong>Draft, not published.</strong> ` : null;
  return html`<p>${draft}Up to <strong>${longDay(manifest.as_at_date)}</strong></p>
<p>Edition <span class="edition-id">${manifest.edition_id}</span></p>`;
}

function footer({ manifest }: PanelEdition): Markup {
  return html`<p>${manifest.title}. Up to ${longDay(manifest.as_at_date)}. Edition <span class="edition-id">${manifest.edition_id}</span>.</p>
${hidesCounts(manifest) ? html`<p>Numbers that could point to a child are hidden.</p>` : null}`;
}

/** False for papers, such as exempt ones, whose policy prints every count. */
export const hidesCounts = ({ policy }: PanelManifest): boolean =>
  policy.some(({ rule, value }) => rule === 'least_count' && value > 1);

/** A draft is not yet what its paper will be. */
const markingOf = ({ kind, marking }: PanelManifest): string =>
  kind === 'working' ? `DRAFT. Once sealed: ${marking}` : marking;

/** The frame of the page of the Panel's site at a path from its root, such as `/questions/p5`. */
export function panelFrame(edition: PanelEdition, path: string): PageFrame {
  const { manifest } = edition;
  const { edition_id: editionId } = manifest;
  const draft = manifest.kind === 'working' ? 'Draft, not published. ' : '';
  return framePage(
    {
      editionId,
      marking: markingOf(manifest),
      sheetFoot: `${draft}Up to ${longDay(manifest.as_at_date)}. Edition ${editionId}`,
      product: manifest.title.replace(`: ${manifest.authority.name}`, ''),
      whose: manifest.authority.name,
      skipTo: 'Skip to the page',
      menu: menuOf(edition),
      banner: banner(edition),
      footer: footer(edition),
    },
    path,
  );
}
