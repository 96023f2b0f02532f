import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalHelm } from '@luban/extension-package/helm';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../test-support/temporary-folder.ts';

/** A helm that does what its script says. */
async function fakeHelm(script: string) {
  const folder = await temporaryFolder();
  const path = join(folder, 'helm');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  const temporary = join(folder, 'tmp');
  return {
    folder,
    temporary,
    helm: new LocalHelm({ binary: async () => ({ path, major: 3 }), temporary, patience: 200 }),
  };
}

const COMMAND = { action: 'upgrade', release: 'tides', namespace: 'tides', files: { secret: 'hush' } } as const;
const options = (rest: object = {}) => ({ signal: new AbortController().signal, log() {}, limit: 5_000, ...rest });

test('gives helm a home of its own, files nobody else may read, and takes all of it away', async () => {
  const { helm, temporary } = await fakeHelm(
    'echo "$HOME"; stat -c %a "$HOME/.." "$1"; cat "$1"; env | cut -d= -f1 | sort | tr "\\n" " "',
  );
  const { code, stdout } = await helm.run({ ...COMMAND, args: ({ path }) => [path('secret')] }, options());
  const [home = '', folderMode, fileMode, content, variables] = stdout
    .split('\n')
    .flatMap((line) => line.split('hush'));
  expect(code).toBe(0);
  expect(home.startsWith(temporary)).toBe(true);
  expect([folderMode, fileMode]).toEqual(['700', '600']);
  expect(`${content}${variables}`).not.toMatch(/LUBAN|NODE_|TOKEN|PASSWORD/);
  expect(await readdir(temporary)).toEqual([]);
  expect((await stat(temporary)).mode & 0o777).toBe(0o700);
});

test('hands over arguments as they are, whatever they look like', async () => {
  const { helm, folder } = await fakeHelm('printf "%s\\n" "$@"');
  const odd = ['$(touch pwned)', '`touch pwned`', "'; touch pwned; '", 'a b', '--debug', '\\'];
  const { stdout } = await helm.run({ ...COMMAND, args: () => odd }, options());
  expect(stdout).toBe(`${odd.join('\n')}\n`);
  expect((await readdir(folder)).sort()).toEqual(['helm', 'tmp']);
});

test('tells lines as they come, and how it ended', async () => {
  const { helm } = await fakeHelm('echo one >&2; echo out; echo two >&2; exit 3');
  const lines: string[] = [];
  const outcome = await helm.run({ ...COMMAND, args: () => [] }, options({ log: (line: string) => lines.push(line) }));
  expect(outcome).toEqual({ code: 3, stdout: 'out\n', stderr: 'one\ntwo' });
  expect(lines).toEqual(['one', 'two']);
});

test('asks helm to end, and ends it when it does not', async () => {
  const { helm } = await fakeHelm('trap "echo asked >&2" TERM; echo running >&2; while true; do sleep 0.05; done');
  const end = new AbortController();
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
    if (line === 'running') end.abort();
  };
  expect(await helm.run({ ...COMMAND, args: () => [] }, options({ signal: end.signal, log }))).toMatchObject({
    code: null,
    ended: 'cancelled',
  });
  expect(lines).toEqual(['running', 'asked']);
});

test('is over when its time is', async () => {
  const { helm } = await fakeHelm('exec sleep 60');
  expect(await helm.run({ ...COMMAND, args: () => [] }, options({ limit: 300 }))).toMatchObject({ ended: 'limit' });
});

test('ends with whoever started it, however that ends', async () => {
  const { folder } = await fakeHelm(`echo $$ > "$(dirname "$0")/pid"; exec sleep 60`);
  const starter = join(folder, 'starter.ts');
  const source = join(import.meta.dirname, '../../../../packages/extension-package/src/helm.ts');
  await writeFile(
    starter,
    `import { LocalHelm } from ${JSON.stringify(source)};
const binary = async () => ({ path: ${JSON.stringify(join(folder, 'helm'))}, major: 3 });
await new LocalHelm({ binary, temporary: ${JSON.stringify(join(folder, 'tmp'))} }).run(
  { action: 'upgrade', release: 'a', namespace: 'a', files: {}, args: () => [] },
  { signal: new AbortController().signal, log() {}, limit: 60_000 },
);`,
  );
  const child = spawn(process.execPath, [starter], { stdio: 'ignore' });
  const pid = await vi.waitFor(async () => Number(await readFile(join(folder, 'pid'), 'utf8')) || Promise.reject(), {
    timeout: 15_000,
  });
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false));
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
