import { LIMITS } from '../limits.ts';
import { contributionsOf } from './contributions.ts';
import type { ManifestRule } from './rule.ts';

export const contributionCount: ManifestRule = {
  description: 'An extension contributes at most 1,000 items.',
  check(manifest, report) {
    const count = [...contributionsOf(manifest)].length;
    if (count > LIMITS.contributions) report('LB1018', 'contributes', { count, limit: LIMITS.contributions });
  },
};
