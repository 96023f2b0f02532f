import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createServer } from './create-server.ts';
import { explainStartFailure } from './start-failure.ts';
import { writeConsole } from './test-support/console-folder.ts';
import { temporaryFolder } from './test-support/temporary-folder.ts';
import { testCluster } from './test-support/test-clusters.ts';
import { testServer } from './test-support/test-server.ts';

async function failure(options: { dataDir?: string; consoleDir?: string }): Promise<string> {
  const folder = await temporaryFolder();
  await writeConsole(join(folder, 'console'));
  await writeFile(join(folder, 'file'), '');
  const inside = (path: string | undefined, fallback: string) => join(folder, path ?? fallback);
  const start = createServer({
    clusters: [await testCluster()],
    dataDir: inside(options.dataDir, 'data'),
    consoleDir: inside(options.consoleDir, 'console'),
    extensionRoots: [],
    logLevel: 'silent',
  });
  return start.then(
    () => 'it started',
    (error) => explainStartFailure(error),
  );
}

test.each([{ dataDir: 'file' }, { dataDir: 'file/below' }])(
  '%j is no data folder, and the message says so',
  async (options) => {
    expect(await failure(options)).toMatch(/Set LUBAN_DATA_DIR to a folder/);
  },
);

test('a console that was not built is named with the cure', async () => {
  expect(await failure({ consoleDir: 'nowhere' })).toMatch(/host\.json is missing\. Run `npm start`/);
});

test('a port that is taken is named with the cure', async () => {
  const url = new URL(await (await testServer()).listen());
  const second = await testServer();
  const error = await second.server.app.listen({ port: Number(url.port), host: '127.0.0.1' }).catch((reason) => reason);
  expect(explainStartFailure(error)).toMatch(/EADDRINUSE.*\nAnother program has the port/);
});

test('what nobody expected is told in full', () => {
  expect(explainStartFailure(new TypeError('x is not a function'))).toMatch(/x is not a function\n\s+at /);
  expect(explainStartFailure('odd')).toBe('odd');
});
