import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { Refusal } from '../../refusal.ts';
import { type Seen, startBackend } from '../testing/backend.ts';
import { ADMIN, testGateway } from '../testing/gateway.ts';
import type { HeaderMap } from './header-map.ts';
import { isSpoofable, setRemoteUser } from './request-headers.ts';

async function gatewayWithBackend() {
  const backend = await startBackend();
  const gateway = await testGateway();
  await gateway.apply('APIService', 'v1.tide.example', {
    spec: { group: 'tide.example', version: 'v1', url: backend.url },
  });
  const upstream = { url: backend.url };
  await gateway.apply('ReverseProxy', 'told', {
    spec: { matcher: { path: '/proxy/told/*' }, upstream, directives: { authProxy: true } },
  });
  await gateway.apply('ReverseProxy', 'untold', { spec: { matcher: { path: '/proxy/untold/*' }, upstream } });
  return { ...gateway, backend };
}

/** Sends the lines as they are: clients tidy up what somebody hostile would not. */
async function send(url: string, path: string, lines: readonly string[]): Promise<string> {
  const { port, host } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write([`GET ${path} HTTP/1.1`, `Host: ${host}`, ...lines, 'Connection: close', '', ''].join('\r\n'));
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  await once(socket, 'close');
  return answer;
}

const SMUGGLED = [
  'X-Remote-User: root',
  'x-remote-user: root',
  'X-REMOTE-GROUP: system:masters',
  'X-Remote-Group: system:masters',
  'X-Remote-Uid: 0',
  'X-Remote-Extra-Scopes: all',
  'X_Remote_User: root',
  'X-Remote_User: root',
  'X.Remote.User: root',
  'X-Luban-Remote-User: root',
  'X-Luban-Remote-Group: system:masters',
  'X-KubeSphere-Authorization: Bearer stolen-token',
  'Authorization: Bearer stolen-token',
  'Authorization: Basic c3RvbGVuLXRva2Vu',
  'Proxy-Authorization: Bearer stolen-token',
  'Cookie: luban_session=stolen-token',
  'Cookie: b=c',
  'Impersonate-User: root',
  'Impersonate-Group: system:masters',
  'Impersonate-Extra-Scopes: all',
  'Forwarded: for=6.6.6.6',
  'X-Forwarded-For: 6.6.6.6',
  'X-Forwarded-Host: evil.example',
  'X_Forwarded_For: 6.6.6.6',
  'X-Real-Ip: 6.6.6.6',
  'X-Original-Url: /admin',
  'X-Rewrite-Url: /admin',
  'X-Http-Method-Override: DELETE',
  'Referer: http://console.example/secret?token=stolen-token',
  'Origin: http://evil.example',
  `X-Test-User: ${ADMIN}`,
];

const WORDS = /root|system:masters|stolen-token|6\.6\.6\.6|evil\.example|c3RvbGVu|\/admin"|all/;

const own = (seen: Seen) => seen.raw.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());

test.each([
  ['/kapis/tide.example/v1/tides', true],
  ['/proxy/told/x', true],
  ['/proxy/untold/x', false],
])('what %s is sent on with is the gateway’s word alone', async (path, told) => {
  const { url, backend } = await gatewayWithBackend();
  expect(await send(url, path, SMUGGLED)).toMatch(/^HTTP\/1\.1 200/);
  const [seen] = backend.seen;
  expect(JSON.stringify(seen)).not.toMatch(WORDS);
  for (const name of ['authorization', 'cookie', 'referer', 'origin', 'forwarded', 'x-http-method-override']) {
    expect(own(seen!)).not.toContain(name);
  }
  expect(seen!.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': new URL(url).host });
  expect(seen!.headers['x-remote-user']).toBe(told ? 'admin' : undefined);
  expect(own(seen!).filter((name) => name === 'x-remote-user')).toHaveLength(told ? 1 : 0);
});

test('nobody can have the word taken away on the next part of the way', async () => {
  const { url, backend } = await gatewayWithBackend();
  const names = 'X-Remote-User, x-remote-group, X-Remote-Uid, X-Forwarded-For, X-Luban-Remote-User, Host';
  for (const path of ['/kapis/tide.example/v1/tides', '/proxy/told/x']) {
    expect(await send(url, path, [`X-Test-User: ${ADMIN}`, `Connection: ${names}`])).toMatch(/^HTTP\/1\.1 200/);
    const seen = backend.seen.at(-1)!;
    expect(seen.headers).toMatchObject({
      'x-remote-user': 'admin',
      'x-remote-group': 'admins, system:authenticated',
      'x-luban-remote-user': 'admin',
    });
    expect(seen.headers.connection ?? '').not.toMatch(/remote/i);
  }
});

test('requests that parsers read in two ways are not read at all', async () => {
  const { url, backend } = await gatewayWithBackend();
  const user = `X-Test-User: ${ADMIN}`;
  for (const lines of [
    [user, 'Content-Length: 4', 'Transfer-Encoding: chunked'],
    [user, 'Content-Length: 4', 'Content-Length: 5'],
    [user, 'X-A: b\r\n X-Remote-User: root'],
    [user, 'X-Remote-User : root'],
  ]) {
    expect(await send(url, '/proxy/told/x', lines), lines.join()).not.toMatch(/^HTTP\/1\.1 200/);
  }
  expect(backend.seen).toEqual([]);
});

test('a tunnel of another protocol is not offered', async () => {
  const { url, backend } = await gatewayWithBackend();
  const h2c = ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__', 'Connection: Upgrade, HTTP2-Settings'];
  expect(await send(url, '/proxy/told/x', [`X-Test-User: ${ADMIN}`, ...h2c])).toMatch(/^HTTP\/1\.1 200/);
  expect(backend.seen.at(-1)!.headers).not.toHaveProperty('upgrade');
  expect(backend.seen.at(-1)!.headers).not.toHaveProperty('http2-settings');
});

test('a name in another script is sent in UTF-8, and one with a line break not at all', () => {
  const identity = {
    groups: ['grün', 'system:masters'],
    kind: 'user',
    via: 'token',
    extra: { 'team/Name': ['a'] },
  } as const;
  const headers: HeaderMap = new Map([['x-remote-extra-old', ['1']]]);
  setRemoteUser(headers, { ...identity, name: '你好' });
  expect(Buffer.from(headers.get('x-remote-user')![0]!, 'latin1').toString()).toBe('你好');
  const groups = headers.get('x-remote-group')!.map((group) => Buffer.from(group, 'latin1').toString());
  expect(groups).toEqual(['grün', 'system:authenticated']);
  expect(headers.get('x-remote-extra-team%2fname')).toEqual(['a']);
  expect(headers.has('x-remote-extra-old')).toBe(false);
  expect(() => setRemoteUser(new Map(), { ...identity, name: 'a\r\nx-remote-user: root' })).toThrow(Refusal);
  expect(() => setRemoteUser(new Map(), { ...identity, name: 'a', groups: ['b\nc'] })).toThrow(Refusal);
});

test.each([
  ['x-remote-user', true],
  ['x_remote_user', true],
  ['x-remote.extra', true],
  ['impersonate-user', true],
  ['x-forwarded-proto', true],
  ['cookie', true],
  ['accept', false],
  ['x-remoted', false],
  ['x-auth-request', false],
  ['content-type', false],
  ['sec-websocket-key', false],
  ['if-none-match', false],
])('%s says who somebody is: %j', (name, expected) => {
  expect(isSpoofable(name)).toBe(expected);
});
