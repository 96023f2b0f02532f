import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Rollup } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostFacts } from './host-facts.ts';

const packageFile = join(import.meta.dirname, '../package.json');

describe('what the build tells the server', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'luban-host-'));
    await writeFile(join(folder, 'style.css'), 'body { color: red }');
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Builds an entry and reads `host.json`. */
  async function facts(entry: string, ahead: string[] = []) {
    await writeFile(join(folder, 'entry.js'), entry);
    const result = (await build({
      root: join(import.meta.dirname, '..'),
      configFile: false,
      logLevel: 'silent',
      plugins: [hostFacts({ packageFile, shares: ['zustand', 'react-dom/client'], ahead })],
      build: { write: false, rolldownOptions: { input: join(folder, 'entry.js') } },
      resolve: { alias: [{ find: /^zustand/, replacement: join(import.meta.dirname, '../node_modules/zustand') }] },
    })) as Rollup.RollupOutput;
    const file = result.output.find((output) => output.fileName === 'host.json');
    return JSON.parse(String(file?.type === 'asset' && file.source));
  }

  const ENTRY = "import { shareVersions } from 'virtual:luban-host'; import './style.css'; console.log(shareVersions);";

  it('names the entry with its style sheets and the versions of what is shared', async () => {
    const host = await facts(ENTRY);
    const version = expect.stringMatching(/^\d+\.\d+\.\d+$/);
    expect(host).toMatchObject({ version, shares: { zustand: version, 'react-dom/client': version } });
    expect(host.entry.js).toMatch(/^assets\/entry-.+\.js$/);
    expect(host.entry.css).toHaveLength(1);
    expect(host.shareFiles).toEqual({ zustand: [], 'react-dom/client': [] });
  });

  it('lists for a share what has to be fetched beside the first files', async () => {
    const host = await facts(`${ENTRY} import('zustand');`);
    expect(host.shareFiles.zustand).toEqual([expect.stringMatching(/^assets\/.+\.js$/)]);
    expect(host.entry.imports).not.toContain(host.shareFiles.zustand[0]);
    expect((await facts(`${ENTRY} import 'zustand'; import('zustand');`)).shareFiles.zustand).toEqual([]);
  });

  it('lists what is lazy and every extension needs', async () => {
    await writeFile(join(folder, 'engine.js'), 'console.log("engine")');
    const host = await facts(`${ENTRY} import('./engine.js');`, ['/engine.js']);
    expect(host.ahead).toEqual([expect.stringMatching(/^assets\/engine-.+\.js$/)]);
    expect((await facts(ENTRY)).ahead).toEqual([]);
  });

  it('has another build id when anything changes, and the same when nothing does', async () => {
    const [first, again, changed] = [await facts(ENTRY), await facts(ENTRY), await facts(`${ENTRY} console.log(1);`)];
    expect(again.build).toBe(first.build);
    expect(changed.build).not.toBe(first.build);
  });
});
