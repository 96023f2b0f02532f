/** The network is cut: the catalogue, an installation from it, and an upgrade from a file work all the same. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackRun, runOnLoopbackOnly } from '../support/loopback-only.ts';

interface Told {
  interfaces: string[];
  outside: string;
  names: string[];
  first: { version: string; problems: unknown[] };
  uploaded: { name: string; version: string };
  second: { version: string; problems: unknown[] };
  shown: string;
  hosts: string[];
  own: string;
  repositories: { name: string; chartProblems: unknown[] }[];
  output: string;
}

describe('with no network but loopback', () => {
  let run: LoopbackRun;
  let told: Told;

  beforeAll(async () => {
    run = await runOnLoopbackOnly(join(import.meta.dirname, '../support/life-without-network.ts'));
    if (run.kind === 'watched') {
      console.warn('\nThis machine forbids network namespaces: connections were refused by Node, not by the kernel.\n');
    }
    expect(run.code, `${run.stdout}\n${run.stderr}`).toBe(0);
    told = JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Told;
  }, 300_000);

  it('there is no way out', () => {
    expect(told.outside).toBe('ENETUNREACH');
    if (run.kind === 'namespace') expect(told.interfaces).toEqual(['lo']);
  });

  it('the catalogue is full, without a problem', () => {
    expect(told.names).toEqual(expect.arrayContaining(['pinboard', 'clusters', 'resources']));
    expect(told.repositories).toMatchObject([{ name: 'luban', chartProblems: [] }]);
    expect(told.output).not.toMatch(/^\w*Error\b|ENETUNREACH|ENOTFOUND|EAI_AGAIN/m);
  });

  it('an extension is installed from it, and upgraded from a file', () => {
    expect(told.first).toMatchObject({ version: '1.0.0' });
    expect(told.uploaded).toMatchObject({ name: 'pinboard', version: '1.2.0' });
    expect(told.second).toMatchObject({ version: '1.2.0', problems: [] });
  });

  it('the page of the catalogue shows it, and asks nobody else', () => {
    expect(told.shown).toContain('Pinboard');
    expect(told.shown).toContain('Installed');
    expect(told.hosts).toEqual([told.own]);
  });
});
