import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareVersions } from './version-order.ts';

// The example of Kubernetes' documentation on versions of custom resources.
const ordered = 'v10 v2 v1 v11beta2 v10beta3 v3beta1 v12alpha1 v11alpha2 foo1 foo10'.split(' ');

test("versions come in Kubernetes' order, however they were shuffled", () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(ordered, { minLength: ordered.length }), (versions) => {
      expect(versions.toSorted(compareVersions)).toEqual(ordered);
    }),
  );
});
