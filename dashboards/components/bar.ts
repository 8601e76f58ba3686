import { type Markup, trusted } from './markup.ts';

const width = 96;

/** A bar in a table cell: a share of a whole, its end marked so that it reads in greyscale. The figure stands beside it. */
export function bar(share: number): Markup {
  const length = Math.round(Math.max(0, Math.min(1, share)) * width * 10) / 10;
  return trusted(
    `<svg class="bar" viewBox="0 0 ${width} 12" width="${width}" height="12" aria-hidden="true"><path class="bar-ground" d="M0 1h${width}v10H0z"/><path class="bar-fill" d="M0 1h${length}v10H0z"/></svg>`,
  );
}
