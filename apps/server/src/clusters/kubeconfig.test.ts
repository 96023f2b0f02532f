import { systemClock } from '@luban/kube';
import { openPki } from '@luban/kube-apiserver';
import { beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { Refusal } from '../refusal.ts';
import { readKubeconfig, writeKubeconfig } from './kubeconfig.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

let pki: Awaited<ReturnType<typeof openPki>>;
beforeAll(async () => {
  pki = await openPki(undefined, { clock: systemClock });
});

type Fields = Record<string, unknown>;

/** A sound kubeconfig, and over its parts what a case has in them. */
function written({
  cluster = {},
  user = {},
  top = {},
}: {
  cluster?: Fields;
  user?: Fields;
  top?: Fields;
} = {}): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'reef',
        cluster: { server: 'https://reef.example:6443', 'certificate-authority-data': base64(pki.ca), ...cluster },
      },
    ],
    users: [{ name: 'luban', user: { token: 'abc.def', ...user } }],
    contexts: [{ name: 'reef', context: { cluster: 'reef', user: 'luban' } }],
    'current-context': 'reef',
    ...top,
  });
}

function outcome(text: string): string {
  try {
    readKubeconfig(text);
    return 'taken';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `${error.code} ${Object.values(error.params).join(' ')}`.trim();
  }
}

const deep = (text: string, times: number) => text.repeat(times);
const certificate = () => ({
  'client-certificate-data': base64(pki.admin.certificate),
  'client-key-data': base64(pki.admin.key),
});

/** The attack corpus: what a kubeconfig may hold that LuBan must not do, and by which number it says so. */
const REFUSED: [name: string, text: () => string, expected: RegExp][] = [
  [
    'an exec plugin',
    () =>
      written({ user: { exec: { apiVersion: 'client.authentication.k8s.io/v1', command: 'sh', args: ['-c', 'id'] } } }),
    /^LB5114 sh$/,
  ],
  [
    'an exec plugin beside a token',
    () => written({ user: { token: 'x', exec: { command: '/bin/true' } } }),
    /^LB5114 \/bin\/true$/,
  ],
  ['an exec plugin without a command', () => written({ user: { exec: {} } }), /^LB5114/],
  [
    'an auth provider',
    () => written({ user: { 'auth-provider': { name: 'gcp', config: { 'cmd-path': '/bin/sh' } } } }),
    /^LB5115 gcp$/,
  ],
  [
    'a file as authority',
    () => written({ cluster: { 'certificate-authority-data': undefined, 'certificate-authority': '/etc/shadow' } }),
    /^LB5116 certificate-authority \/etc\/shadow$/,
  ],
  [
    'a file as authority beside the data',
    () => written({ cluster: { 'certificate-authority': '../x' } }),
    /^LB5116 certificate-authority/,
  ],
  [
    'a file as certificate',
    () => written({ user: { 'client-certificate': '/etc/passwd' } }),
    /^LB5116 client-certificate/,
  ],
  [
    'a file as key',
    () => written({ user: { ...certificate(), 'client-key': '/etc/ssl/private/server.key' } }),
    /^LB5116 client-key/,
  ],
  [
    'a file as token',
    () => written({ user: { tokenFile: '/var/run/secrets/kubernetes.io/serviceaccount/token' } }),
    /^LB5116 tokenFile/,
  ],
  ['no check of the server', () => written({ cluster: { 'insecure-skip-tls-verify': true } }), /^LB5117$/],
  ['no check of the server, as text', () => written({ cluster: { 'insecure-skip-tls-verify': 'true' } }), /^LB5117$/],
  ['a proxy', () => written({ cluster: { 'proxy-url': 'http://169.254.169.254' } }), /^LB5118 http:/],
  ['plain http', () => written({ cluster: { server: 'http://reef.example' } }), /^LB5119/],
  ['a file as server', () => written({ cluster: { server: 'file:///etc/passwd' } }), /^LB51(02|19)/],
  ['a socket as server', () => written({ cluster: { server: 'unix:///var/run/docker.sock' } }), /^LB51(02|19)/],
  ['a script as server', () => written({ cluster: { server: 'javascript:alert(1)' } }), /^LB51(02|19)/],
  ['a server that is no URL', () => written({ cluster: { server: 'reef.example:6443' } }), /^LB51(02|19)/],
  [
    'a password in the server',
    () => written({ cluster: { server: 'https://root:secret@reef.example' } }),
    /^LB5120 server$/,
  ],
  ['a query in the server', () => written({ cluster: { server: 'https://reef.example/?x=' } }), /^LB5102/],
  ['a fragment in the server', () => written({ cluster: { server: 'https://reef.example/#' + 'x' } }), /^LB5102/],
  ['a user name and a password', () => written({ user: { username: 'root', password: 'x' } }), /^LB5120 username$/],
  ['a password alone', () => written({ user: { password: 'x' } }), /^LB5120 password$/],
  ['somebody else to act as', () => written({ user: { as: 'system:admin' } }), /^LB5124 as$/],
  ['groups to act as', () => written({ user: { 'as-groups': ['system:masters'] } }), /^LB5124 as-groups$/],
  ['extra to act as', () => written({ user: { 'as-user-extra': { scopes: ['x'] } } }), /^LB5124 as-user-extra$/],
  [
    'several contexts and none chosen',
    () =>
      written({
        top: {
          'current-context': '',
          contexts: ['a', 'b'].map((name) => ({ name, context: { cluster: 'reef', user: 'luban' } })),
        },
      }),
    /^LB5121 a, b$/,
  ],
  [
    'two clusters of one name',
    () =>
      written({
        top: { clusters: ['a', 'b'].map((host) => ({ name: 'reef', cluster: { server: `https://${host}` } })) },
      }),
    /^LB5121/,
  ],
  [
    'two users of one name',
    () => written({ top: { users: [1, 2].map((n) => ({ name: 'luban', user: { token: `t${n}` } })) } }),
    /^LB5121/,
  ],
  ['a context that is not there', () => written({ top: { 'current-context': 'other' } }), /^LB5122 contexts: other$/],
  ['a context of a cluster that is not there', () => written({ top: { clusters: [] } }), /^LB5122 clusters: reef$/],
  ['no contexts', () => written({ top: { contexts: [], 'current-context': '' } }), /^LB5122 contexts$/],
  ['no server', () => written({ cluster: { server: '' } }), /^LB5122 server$/],
  ['no credentials', () => written({ user: { token: '' } }), /^LB5122/],
  [
    'a certificate without its key',
    () => written({ user: { 'client-certificate-data': base64(pki.admin.certificate) } }),
    /^LB5122 client-key-data$/,
  ],
  [
    'a key without its certificate',
    () => written({ user: { 'client-key-data': base64(pki.admin.key) } }),
    /^LB5122 client-certificate-data$/,
  ],
  [
    'the key of another certificate',
    () => written({ user: { ...certificate(), 'client-key-data': base64(pki.server.key) } }),
    /^LB5123 client-key-data/,
  ],
  [
    'a key that is none',
    () => written({ user: { ...certificate(), 'client-key-data': base64('key') } }),
    /^LB5123 client-key-data/,
  ],
  [
    'a certificate that is none',
    () => written({ user: { ...certificate(), 'client-certificate-data': base64('x') } }),
    /^LB5123 client-certificate-data/,
  ],
  [
    'an authority that is none',
    () => written({ cluster: { 'certificate-authority-data': base64('x') } }),
    /^LB5123 certificate-authority-data/,
  ],
  [
    'data that is no base64',
    () => written({ cluster: { 'certificate-authority-data': '<svg>' } }),
    /^LB5123 certificate-authority-data/,
  ],
  [
    'a token that would end the header',
    () => written({ user: { token: 'abc\r\nImpersonate-User: root' } }),
    /^LB5123 token/,
  ],
  ['a token of other characters', () => written({ user: { token: 'abcé' } }), /^LB5123 token/],
  ['a key __proto__', () => `${written()}\n__proto__: {polluted: true}\n`, /^LB5113 __proto__$/],
  [
    'a key __proto__ in quotes and depth',
    () => `${written()}\nextensions: [{"__proto__": {a: 1}}]\n`,
    /^LB5113 __proto__$/,
  ],
  ['a key constructor', () => `${written()}\nconstructor: {prototype: {a: 1}}\n`, /^LB5113 constructor$/],
  ['an alias', () => `${written()}\nextensions: &a [1]\nmore: *a\n`, /^LB5112$/],
  ['a merge of an alias', () => `${written()}\nextensions: &a {b: 1}\nmore: {<<: *a}\n`, /^LB5112$/],
  [
    'a billion laughs',
    () =>
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
        .split('')
        .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
        .join('\n')}\n`,
    /^LB5112$/,
  ],
  ['more than 256 kB', () => written({ user: { token: 'x'.repeat(256 * 1024) } }), /^LB5111 256 kB$/],
  ['brackets without end', () => deep('[', 200_000), /^LB5110/],
  ['braces without end', () => deep('{a: ', 50_000), /^LB5110/],
  ['lists in lists on one line', () => deep('- ', 100_000), /^LB5110/],
  ['keys of keys', () => deep('? ', 100_000), /^LB5110/],
  ['indentation without end', () => Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), /^LB5110/],
  ['nothing', () => '', /^LB5110/],
  ['a text', () => 'just text', /^LB5110/],
  ['a list', () => '- a', /^LB5110/],
  ['two documents', () => `${written()}---\n${written()}`, /^LB5110/],
  ['a tab for indentation', () => 'a:\n\tb: 1\n', /^LB5110/],
  ['contexts that are no list', () => written({ top: { contexts: 'x' } }), /^LB5110/],
  ['a server that is a list', () => written({ cluster: { server: ['https://a'] } }), /^LB5110/],
  ['bytes', () => Buffer.from([0, 1, 2, 255, 254]).toString('latin1'), /^LB5110/],
];

test.each(REFUSED)('a kubeconfig with %s is refused by name', (_, text, expected) => {
  expect(outcome(text())).toMatch(expected);
  expect(Object.prototype).not.toHaveProperty('polluted');
});

test('a sound one gives the way to the cluster, its identity and its end', () => {
  const { endpoint, expires } = readKubeconfig(written({ user: { token: undefined, ...certificate() } }));
  expect(endpoint).toEqual({
    server: 'https://reef.example:6443',
    ca: pki.ca,
    certificate: pki.admin.certificate,
    key: pki.admin.key,
  });
  expect(expires).toBeGreaterThan(Date.now());
});

test('what is empty or false is as if it were not there, as for kubectl', () => {
  const cluster = { 'insecure-skip-tls-verify': false, 'proxy-url': '', 'tls-server-name': 'api.reef' };
  const text = written({
    cluster,
    user: { exec: null, username: '', 'as-groups': [] },
    top: { preferences: {}, unknown: [1] },
  });
  expect(readKubeconfig(text).endpoint).toMatchObject({ token: 'abc.def', serverName: 'api.reef' });
});

test('one context needs no current one, and the address may have a path', () => {
  const text = written({
    cluster: { server: 'https://rancher.example/k8s/clusters/c-1/' },
    top: { 'current-context': undefined },
  });
  expect(readKubeconfig(text).endpoint.server).toBe('https://rancher.example/k8s/clusters/c-1');
});

test('what LuBan writes it reads', () => {
  const endpoint = {
    server: 'https://127.0.0.1:1',
    ca: pki.ca,
    certificate: pki.admin.certificate,
    key: pki.admin.key,
    serverName: 'x',
  };
  expect(readKubeconfig(writeKubeconfig('a', endpoint)).endpoint).toEqual(endpoint);
});
