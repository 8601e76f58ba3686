import type { Status } from '../../pipeline/edition/format.ts';
import { html, type Markup, trusted } from './markup.ts';

interface StatusLook {
  readonly key: string;
  readonly word: string;
  readonly meaning: string;
  /** Drawn in a box of 12 by 12; readable without colour. */
  readonly shape: string;
  readonly explanation: string;
}

const hollow = 'fill="none" stroke="currentColor" stroke-width="1.6"';

/**
 * Word, shape and explanation of each status; the tint is in the theme, by `key`. Word and meaning are
 * those of the status itself.
 */
export const statusLooks: Record<Status, StatusLook> = {
  'Red - worse than floor': {
    key: 'red',
    word: 'Red',
    meaning: 'worse than floor',
    shape: '<path d="M2.5 1h7L12 4.2 6 12 0 4.2z"/>',
    explanation: 'The least that is acceptable (the floor) is not met. The line needs action now.',
  },
  'Amber - short of target': {
    key: 'amber',
    word: 'Amber',
    meaning: 'short of target',
    shape: '<path d="M0 3.6h12v4.8H0z"/>',
    explanation: 'The target is not met, but the floor is. The line needs watching.',
  },
  'Green - on target': {
    key: 'green',
    word: 'Green',
    meaning: 'on target',
    shape: '<path d="M.6 6.6 4.4 10.4 11.4 2" fill="none" stroke="currentColor" stroke-width="2.4"/>',
    explanation: 'The target is met.',
  },
  'No rating - context': {
    key: 'context',
    word: 'No rating',
    meaning: 'context',
    shape: `<circle cx="6" cy="6" r="4.6" ${hollow}/>`,
    explanation: 'A volume or a mix: more is neither good nor bad, so it is not rated.',
  },
  'Too few to rate': {
    key: 'few',
    word: 'Too few to rate',
    meaning: '',
    shape: '<circle cx="2" cy="6" r="1.5"/><circle cx="6" cy="6" r="1.5"/><circle cx="10" cy="6" r="1.5"/>',
    explanation: 'So few children are in the group that one child would decide the colour.',
  },
  'Not yet due': {
    key: 'due',
    word: 'Not yet due',
    meaning: '',
    shape: `<circle cx="6" cy="6" r="4.8" ${hollow}/><path d="M6 3v3.2l2 1.4" ${hollow}/>`,
    explanation: 'The time limit of every child concerned lies after the as-at date.',
  },
  'Not available': {
    key: 'none',
    word: 'Not available',
    meaning: '',
    shape: `<path d="M2 2l8 8M10 2l-8 8" ${hollow}/>`,
    explanation: 'The authority’s files do not hold what the line needs. It is never shown as zero.',
  },
  Suppressed: {
    key: 'hidden',
    word: 'Suppressed',
    meaning: '',
    shape: `<path d="M1.5 1.5h9v9h-9z" ${hollow}/><path d="M1.5 10.5l9-9" ${hollow}/>`,
    explanation: 'The figure is hidden because it could point to a child.',
  },
};

/** Is the status one of the three colours, which a rule decided? */
export function isColour(status: Status): boolean {
  return ['red', 'amber', 'green'].includes(statusLooks[status].key);
}

/** The shape of a status, for the eye only: the word always stands beside it. */
export function statusShape(status: Status): Markup {
  return trusted(
    `<svg class="shape" viewBox="0 0 12 12" aria-hidden="true">${statusLooks[status].shape}</svg>`,
  );
}

/** A status in words and shape: `Red`, with its meaning beside it when there is room. */
export function statusTag(status: Status, size: 'full' | 'short' = 'full'): Markup {
  const { key, word, meaning } = statusLooks[status];
  const rest =
    meaning === ''
      ? null
      : html` <span class="${size === 'full' ? 'tag-meaning' : 'unseen'}">– ${meaning}</span>`;
  return html`<strong class="tag tag-${key}">${statusShape(status)}<span>${word}${rest}</span></strong>`;
}

/** The mark of a figure that late recording may still change. */
export function provisionalMark(): Markup {
  return html`<abbr class="provisional" title="provisional: late recording may still change it">[p]</abbr>`;
}
