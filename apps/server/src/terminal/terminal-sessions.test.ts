import { PassThrough } from 'node:stream';
import { ManualClock } from '@luban/kube';
import { expect, test } from 'vitest';
import type { Identity } from '../identity/identity.ts';
import type { ExecEnd } from './exec-end.ts';
import type { OpenShell } from './open-shell.ts';
import type { TerminalClient, TerminalNews } from './terminal-client.ts';
import { LINGER } from './terminal-session.ts';
import { TerminalSessions } from './terminal-sessions.ts';
import { DEFAULT_TERMINAL_SETTINGS, parseTerminalSettings } from './terminal-settings.ts';

const ada: Identity = { name: 'ada', groups: [], kind: 'user', via: 'session' };
const bob: Identity = { ...ada, name: 'bob' };
const namesake: Identity = { ...ada, kind: 'service-account' };

/** A shell of streams; what it is typed comes back. */
function echoShell(): OpenShell & { gone: boolean } {
  const pipe = new PassThrough();
  const ended = Promise.withResolvers<ExecEnd>();
  const shell = {
    gone: false,
    shell: 'echo',
    stream: {
      stdin: pipe,
      stdout: pipe,
      stderr: new PassThrough(),
      canEndInput: true,
      ended: ended.promise,
      resize() {},
      ping() {},
      destroy() {
        shell.gone = true;
        pipe.end();
        ended.resolve({ kind: 'failed', message: 'destroyed' });
      },
    },
  };
  return shell;
}

function person(): TerminalClient & { news: TerminalNews[]; shown: string; closed: boolean } {
  const client = {
    news: [] as TerminalNews[],
    shown: '',
    closed: false,
    show(bytes: Buffer, taken: () => void) {
      client.shown += bytes.toString();
      taken();
    },
    tell: (news: TerminalNews) => void client.news.push(news),
    ping() {},
    holdInput() {},
    close() {
      client.closed = true;
    },
  };
  return client;
}

function place(settings: object = {}) {
  const clock = new ManualClock();
  const errors: unknown[] = [];
  const sessions = new TerminalSessions({
    clock,
    settings: async () => ({ ...DEFAULT_TERMINAL_SETTINGS, ...settings }),
    onError: (error) => errors.push(error),
  });
  const start = async (identity: Identity, allowed = async () => true) => {
    const shell = echoShell();
    const session = await sessions.start({ identity, container: 'c', open: async () => shell, allowed, onEnd() {} });
    return { session, shell };
  };
  return { clock, sessions, start, errors };
}

test('what nobody comes back to within two minutes is ended', async () => {
  const { clock, sessions, start } = place();
  const { session, shell } = await start(ada);
  const client = person();
  session.attach(client, undefined);
  session.detach(client);
  await clock.advance(LINGER - 1_000);
  const back = person();
  (await sessions.resume(ada, session.id)).attach(back, 0);
  await clock.advance(10 * LINGER);
  expect(shell.gone).toBe(false);
  session.detach(back);
  await clock.advance(LINGER);
  expect([shell.gone, sessions.size]).toEqual([true, 0]);
  await expect(sessions.resume(ada, session.id)).rejects.toMatchObject({ code: 'LB5608' });
});

test('it belongs to the one who opened it, names alone do not count', async () => {
  const { sessions, start } = place();
  const { session } = await start(ada);
  for (const identity of [bob, namesake]) {
    await expect(sessions.resume(identity, session.id)).rejects.toMatchObject({ code: 'LB5608' });
  }
  expect(await sessions.resume(ada, session.id)).toBe(session);
});

test('one more than the limit takes the place of one that was left, or is refused', async () => {
  const { start } = place({ sessionsPerUser: 2 });
  const first = await start(ada);
  const second = await start(ada);
  const clients = [first, second].map(({ session }) => {
    const client = person();
    session.attach(client, undefined);
    return client;
  });
  await expect(start(ada)).rejects.toMatchObject({ status: 429, code: 'LB5607' });
  await start(bob);
  first.session.detach(clients[0]!);
  await start(ada);
  expect([first.shell.gone, second.shell.gone]).toEqual([true, false]);
});

test('idle terminals end, and those of people who may no longer be there', async () => {
  const { clock, start, errors } = place({ idle: 5 * 60_000 });
  let may = true;
  const idle = await start(ada);
  const used = await start(ada);
  const guarded = await start(bob, async () => {
    if (may) return true;
    return false;
  });
  const unsure = await start(bob, () => Promise.reject(new Error('no answer')));
  const all = [idle, used, guarded, unsure];
  const clients = all.map(({ session }) => {
    const client = person();
    session.attach(client, undefined);
    return client;
  });
  for (let minute = 0; minute < 4; minute++) {
    await clock.advance(60_000);
    for (const { session } of all.slice(1)) session.input(Buffer.from('x'));
  }
  may = false;
  await clock.advance(2 * 60_000);
  expect(all.map(({ shell }) => shell.gone)).toEqual([true, false, true, false]);
  expect(clients[0]!.news.at(-1)).toMatchObject({ type: 'exit', error: { code: 'LB5612' } });
  expect(clients[2]!.news.at(-1)).toMatchObject({ type: 'exit', error: { code: 'LB5610' } });
  expect(errors.length).toBeGreaterThan(0);
});

test('settings that cannot be read count as not set', () => {
  expect(parseTerminalSettings({})).toEqual(DEFAULT_TERMINAL_SETTINGS);
  expect(
    parseTerminalSettings({ sessionsPerUser: '-1', idleMinutes: 'soon', largestUpload: '1 apple', nodeShell: 'yes' }),
  ).toEqual(DEFAULT_TERMINAL_SETTINGS);
  expect(
    parseTerminalSettings({ sessionsPerUser: '3', idleMinutes: '5', largestUpload: '20Mi', nodeShell: 'true' }),
  ).toEqual({ sessionsPerUser: 3, idle: 300_000, largestUpload: 20 * 2 ** 20, nodeShellImage: 'busybox:1.36' });
});
