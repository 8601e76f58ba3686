/** Every leak that is seeded. */
import type { Leak } from './leak.ts';
import { leaksInBytes } from './leaks-in-bytes.ts';
import { leaksWorkedOut } from './leaks-worked-out.ts';

export const leaks: readonly Leak[] = [...leaksInBytes, ...leaksWorkedOut];
