import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import { PASSWORD } from '../test-support/test-server.ts';
import { allow, startContainerServer } from './test-support/container-server.ts';
import { processKubelet } from './test-support/process-kubelet.ts';

const kubelet = processKubelet();
const server = await startContainerServer(kubelet);
afterEach(() => kubelet.become());

const until = { timeout: 15_000, interval: 20 };

test('the first shell that the container has is started by its name alone', async () => {
  kubelet.become({ has: (program) => program === 'sh' });
  const terminal = server.terminal();
  terminal.socket.on('open', () => terminal.type('echo typed ahead; exit 3\n'));
  await terminal.closed;
  expect(kubelet.commands).toEqual([['bash'], ['sh']]);
  expect(terminal.news).toEqual([
    expect.objectContaining({ type: 'opened', shell: 'sh', container: 'side', offset: 0, lost: false }),
    { type: 'exit', code: 3 },
  ]);
  expect(terminal.shown().toString()).toContain('typed ahead\n');
});

test.each(['status', 'exit-code'] as const)('a container without a shell is explained (%s)', async (missing) => {
  kubelet.become({ has: () => false, missing });
  const terminal = server.terminal({}, { 'accept-language': 'zh' });
  await terminal.closed;
  expect(kubelet.commands.flat()).toEqual(['bash', 'sh', 'ash', '/busybox/sh']);
  expect(terminal.news).toEqual([
    {
      type: 'error',
      error: expect.objectContaining({ code: 'LB5606', cure: expect.stringContaining('kubectl debug') }),
    },
  ]);
  expect(JSON.stringify(terminal.news)).toContain('容器 side 中没有 shell');
});

test('a paste of 100 kB arrives whole, and 1 MB of Chinese comes back whole', async () => {
  const terminal = server.terminal({ shell: 'cat' });
  await once(terminal.socket, 'open');
  const paste = '粘贴的文字 paste\n'.repeat(5_000);
  expect(Buffer.byteLength(paste)).toBeGreaterThan(100_000);
  terminal.type(paste);
  await expect.poll(() => terminal.shown().length, until).toBe(Buffer.byteLength(paste));
  const text = '汉字'.repeat(175_000);
  const bytes = Buffer.from(text);
  // Cut anywhere, in the middle of characters too.
  for (let start = 0; start < bytes.length; start += 8_191) terminal.type(bytes.subarray(start, start + 8_191));
  await expect.poll(() => terminal.shown().length, until).toBe(Buffer.byteLength(paste) + bytes.length);
  expect(terminal.shown().equals(Buffer.from(paste + text))).toBe(true);
});

test('output waits for a terminal that says what it has shown', async () => {
  const terminal = server.terminal({ shell: 'yes' });
  await once(terminal.socket, 'open');
  terminal.say({ type: 'shown', offset: 0 });
  const settled = async () => {
    let before = -1;
    while (terminal.shown().length !== before) {
      before = terminal.shown().length;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return before;
  };
  await expect.poll(() => terminal.shown().length, until).toBeGreaterThan(100_000);
  const first = await settled();
  expect(first).toBeLessThan(2_000_000);
  terminal.say({ type: 'shown', offset: first });
  expect(await settled()).toBeGreaterThan(first);
});

test('a terminal outlives a cut, and shows what it wrote meanwhile', async () => {
  const first = server.terminal({ shell: 'bash' });
  await once(first.socket, 'open');
  first.type('marker=kept; echo before\n');
  await expect.poll(() => first.shown().toString(), until).toContain('before\n');
  const { session } = first.news[0] as { session: string };
  expect(session).toMatch(/^[\w-]{32}$/);
  first.type('sleep 0.2; echo meanwhile\n');
  first.socket.terminate();
  await new Promise((resolve) => setTimeout(resolve, 400));
  const again = server.terminal({ session, from: String(first.shown().length) });
  await once(again.socket, 'open');
  again.type('echo $marker\n');
  await expect.poll(() => again.shown().toString(), until).toMatch(/meanwhile\n(?:.*\n?)*kept\n/);
  expect(again.shown().toString()).not.toContain('before');
  expect(again.news[0]).toMatchObject({ type: 'resumed', session, offset: first.shown().length, lost: false });
  const reloaded = server.terminal({ session, from: '0' });
  await expect.poll(() => reloaded.shown().toString(), until).toMatch(/before.*kept/s);
  await again.closed;
  expect(again.news.at(-1)).toMatchObject({ error: { code: 'LB5611' } });
  reloaded.say({ type: 'end' });
  await reloaded.closed;
  const late = server.terminal({ session });
  await late.closed;
  expect(late.news).toMatchObject([{ type: 'error', error: { code: 'LB5608' } }]);
});

test('who comes from another page, or from nowhere, opens none', async () => {
  const status = async (headers: Record<string, string>, query = {}) => {
    const { socket } = server.terminal(query, headers);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    socket.terminate();
    return response.statusCode;
  };
  expect(await status({ origin: 'https://evil.example' })).toBe(403);
  expect(await status({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await status({ cookie: '' })).toBe(401);
  const plain = await fetch(`${server.url}/api/terminal`, { headers: { cookie: server.cookie } });
  expect(plain.status).toBe(426);
});

test('signing out ends what is open', async () => {
  const signIn = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: PASSWORD }),
  });
  const cookie = signIn.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ');
  const terminal = server.terminal({ shell: 'cat' }, { cookie });
  await expect.poll(() => terminal.news[0], until).toMatchObject({ type: 'opened' });
  const other = server.terminal({ shell: 'cat' });
  await expect.poll(() => other.news[0], until).toMatchObject({ type: 'opened' });
  await fetch(`${server.url}/api/session`, { method: 'DELETE', headers: { cookie } });
  await terminal.closed;
  expect(terminal.news.at(-1)).toMatchObject({ type: 'exit', error: { code: 'LB5610' } });
  expect(other.socket.readyState).toBe(other.socket.OPEN);
});

test('what cannot be opened is refused by number', async () => {
  const codeOf = async (query: Record<string, string>) => {
    const terminal = server.terminal(query);
    await terminal.closed;
    return (terminal.news[0] as { error: { code: string } }).error.code;
  };
  expect(await codeOf({ pod: '../secrets' })).toBe('LB5601');
  expect(await codeOf({ pod: 'gone' })).toBe('LB5603');
  expect(await codeOf({ container: 'gone' })).toBe('LB5603');
  expect(await codeOf({ cluster: 'gone' })).toBe('LB5100');
  expect(await codeOf({ shell: 'sh -c x' })).toBe('LB5601');
  expect(await codeOf({ session: 'guessed' })).toBe('LB5608');
});

test('it takes the right to create pods/exec, reading is not enough, and ends with it', async () => {
  const headers = { authorization: `Bearer ${await server.robot()}`, cookie: '', origin: 'https://elsewhere.example' };
  const rules = (...verbs: string[]) => [{ apiGroups: [''], resources: ['pods', 'pods/exec'], verbs }];
  await allow(server.cluster, rules('get'));
  const refused = server.terminal({}, headers);
  await refused.closed;
  expect(refused.news).toMatchObject([{ type: 'error', error: { code: 'LB5602' } }]);
  await allow(server.cluster, rules('get', 'create'));
  const open = await vi.waitUntil(async () => {
    const terminal = server.terminal({ shell: 'cat' }, headers);
    await expect.poll(() => terminal.news.length, until).toBe(1);
    return terminal.news[0]!.type === 'opened' && terminal;
  }, until);
  // Another person's id opens nothing.
  const stranger = server.terminal({ session: String(open.news[0]!.session) });
  await stranger.closed;
  expect(stranger.news).toMatchObject([{ type: 'error', error: { code: 'LB5608' } }]);
  await allow(server.cluster, rules('get'));
  await open.closed;
  expect(open.news.at(-1)).toMatchObject({ type: 'exit', code: null, error: { code: 'LB5610' } });
});
