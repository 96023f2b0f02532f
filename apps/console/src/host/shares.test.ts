// @vitest-environment happy-dom

import { createQueryHost } from '@luban/sdk/host';
import surface from '@luban/sdk/surface.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { hostShares } from './shares.ts';

const shares = hostShares(createQueryHost({ version: '5.0.0' }).share);

describe('the packages that extensions take from the shell', () => {
  it('are those that the SDK promises', () => {
    expect(Object.keys(shares).sort()).toEqual(Object.keys(surface).sort());
  });

  it.each(Object.entries(surface))('have every name of %s that authors may import', async (name, names) => {
    const share = shares[name]!;
    expect(share.version).toMatch(/^\d+\.\d+\.\d+$/);
    const offered = (await share.load()) as object;
    expect(names.filter((each) => !(each in offered))).toEqual([]);
  });
});
