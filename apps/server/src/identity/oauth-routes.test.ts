import { type KubeObject, timestamp } from '@luban/kube';
import type { JWTPayload } from 'jose';
import { expect, test, vi } from 'vitest';
import { freeAddress } from '../test-support/free-address.ts';
import { openIdProvider, type TestProvider } from '../test-support/openid-provider.ts';
import { testCluster } from '../test-support/test-clusters.ts';
import { testServer } from '../test-support/test-server.ts';
import { WebBrowser } from '../test-support/web-browser.ts';
import { IDLE_LIFE } from './sessions.ts';
import { USERS, type UserObject } from './user.ts';

const MINUTE = 60_000;
const secrets = { group: '', version: 'v1', resource: 'secrets', namespace: 'luban-system' };

async function place(options: Parameters<TestProvider['secret']>[0] & { replicas?: number; allowed?: boolean } = {}) {
  const { replicas = 1, allowed = true } = options;
  const cluster = await testCluster();
  const kube = cluster.api.client;
  let time = Date.now();
  const ports = await Promise.all(Array.from({ length: replicas }, freeAddress));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const provider = await openIdProvider(urls, ['sso', 'other']);
  provider.people = {
    ada: { preferred_username: 'ada', name: 'Ada Lovelace', email: 'ada@example.com', email_verified: true },
    eve: { preferred_username: 'admin', name: 'Eve', email: 'root@example.com', email_verified: false },
  };
  for (const port of ports) {
    const { server } = await testServer([], {
      clusters: [cluster],
      now: () => time,
      allowHosts: allowed ? [provider.host] : [],
    });
    await server.app.listen({ port, host: '127.0.0.1' });
  }
  const [url] = urls as [string];
  await kube.create(secrets, provider.secret(options));
  const browser = new WebBrowser();
  const listed = () => browser.send('GET', `${url}/api/session/providers`).then((response) => response.json());
  await vi.waitFor(async () => expect((await listed()).providers).toHaveLength(1));
  const who = async (at = url) => {
    const response = await browser.send('GET', `${at}/api/session`);
    return { status: response.status, body: await response.json() };
  };
  return {
    kube,
    provider,
    browser,
    url,
    urls,
    who,
    pass: (ms: number) => (time += ms),
    signIn: (next = '/', at = url) => browser.open(`${at}/oauth/login/sso?next=${encodeURIComponent(next)}`),
    /** Number that the person is told on the sign-in page. */
    told: ({ url }: { url: URL }) => (url.pathname === '/login' ? url.searchParams.get('error') : url.pathname),
    exchanges: () => provider.requests.filter((request) => request === 'POST /token').length,
  };
}

test('a person of the provider becomes a user, and comes back as the same one under another name', async () => {
  const { kube, provider, browser, url, who, signIn } = await place();
  const { providers } = await (await fetch(`${url}/api/session/providers`)).json();
  expect(providers).toEqual([{ name: 'sso', displayName: 'Single sign-on', url: '/oauth/login/sso' }]);
  expect((await signIn('/clusters?x=1')).url.href).toBe(`${url}/clusters?x=1`);
  expect(await who()).toMatchObject({
    status: 200,
    body: {
      user: { name: 'ada', displayName: 'Ada Lovelace', email: 'ada@example.com' },
      provider: 'sso',
      hasPassword: false,
    },
  });
  const user = await kube.get<UserObject>({ ...USERS, name: 'ada' });
  expect(user.metadata.labels).toMatchObject({
    'iam.kubesphere.io/identify-provider': 'sso',
    'iam.kubesphere.io/origin-uid': 'ada',
  });
  // The attempt's own cookie is gone, and there is no token in any.
  expect([...browser.cookies.keys()].filter((key) => key.startsWith(new URL(url).host))).toEqual([
    `${new URL(url).host} luban_session`,
  ]);
  provider.people.ada = { preferred_username: 'countess', email: 'c@example.com' };
  const again = new WebBrowser();
  await again.open(`${url}/oauth/login/sso`);
  expect((await (await again.send('GET', `${url}/api/session`)).json()).user.name).toBe('ada');
  await vi.waitFor(async () => {
    const { items } = await kube.list({ ...USERS, resource: 'loginrecords' });
    expect(items.filter(({ spec }) => (spec as { provider?: string }).provider === 'sso')).toHaveLength(2);
  });
});

test('an account that is there already is nobody’s for having its name', async () => {
  const { provider, signIn, told, who } = await place();
  provider.account = 'eve';
  expect(told(await signIn())).toBe('LB5218');
  expect((await who()).status).toBe(401);
});

test.each([
  ['a nonce of another sign-in', 'nonce', 'LB5212'],
  ['a state of another sign-in', 'state', 'LB5211'],
  ['no verifier that fits', 'code_challenge', 'LB5215'],
] as const)('%s is refused', async (_, parameter, code) => {
  const { browser, url, told, who } = await place();
  const { url: there } = await browser.open(`${url}/oauth/login/sso`, ({ pathname }) => pathname === '/auth');
  there.searchParams.set(parameter, 'A'.repeat(43));
  expect(told(await browser.open(there.href))).toBe(code);
  expect((await who()).status).toBe(401);
});

test('an answer that another browser was given signs nobody in', async () => {
  const { browser, url, told, exchanges } = await place();
  const { url: back } = await browser.open(`${url}/oauth/login/sso`, ({ pathname }) =>
    pathname.startsWith('/oauth/redirect'),
  );
  const victim = new WebBrowser();
  expect(told(await victim.open(back.href))).toBe('LB5211');
  // It is good once, in its own browser.
  expect((await browser.open(back.href)).url.pathname).toBe('/');
  expect(exchanges()).toBe(1);
  await browser.open(back.href);
  expect(exchanges()).toBe(1);
});

test('an attempt ends after ten minutes, and belongs to its provider', async () => {
  const { kube, provider, browser, url, told, pass } = await place();
  await kube.create(secrets, provider.secret({ name: 'other' }));
  const attempt = () =>
    browser.open(`${url}/oauth/login/sso`, ({ pathname }) => pathname.startsWith('/oauth/redirect'));
  const { url: first } = await attempt();
  first.pathname = '/oauth/redirect/other';
  await vi.waitFor(async () => expect(told(await browser.open(first.href))).toBe('LB5211'));
  const { url: second } = await attempt();
  pass(10 * MINUTE);
  expect(told(await browser.open(second.href))).toBe('LB5211');
});

test.each([
  [
    'has expired',
    (claims: JWTPayload) => ({ ...claims, exp: Math.floor(Date.now() / 1_000) - 3_600 }),
    false,
    'LB5213',
  ],
  ['was made for somebody else', (claims: JWTPayload) => ({ ...claims, aud: 'another' }), false, 'LB5214'],
  [
    'was made by somebody else',
    (claims: JWTPayload) => ({ ...claims, iss: 'http://elsewhere.example' }),
    false,
    'LB5214',
  ],
  ['is signed by somebody else', (claims: JWTPayload) => claims, true, 'LB5214'],
  [
    'is ten minutes behind',
    (claims: JWTPayload) => ({ ...claims, exp: Math.floor(Date.now() / 1_000) - 600 }),
    false,
    '/',
  ],
])('an ID token that %s', async (_, tamper, forges, outcome) => {
  const { provider, signIn, told } = await place();
  provider.tamper = tamper;
  provider.forges = forges;
  expect(told(await signIn())).toBe(outcome);
});

test('what the provider refuses, and a provider that is down, is told', async () => {
  const { provider, browser, url, signIn, told } = await place();
  const { url: back } = await browser.open(`${url}/oauth/login/sso`, ({ pathname }) =>
    pathname.startsWith('/oauth/redirect'),
  );
  back.searchParams.delete('code');
  back.searchParams.set('error', 'access_denied');
  expect(told(await browser.open(back.href))).toBe('LB5215');
  expect(told(await browser.open(`${url}/oauth/login/nobody`))).toBe('LB5216');
  provider.down = true;
  const { url: there } = await browser.open(`${url}/oauth/login/sso`, (next) => next.host === provider.host);
  expect(there.pathname).toBe('/auth');
  const page = await signIn('/').catch(() => undefined);
  expect(page).toBeUndefined();
});

test('a provider that does not answer at the first sign-in is told in the person’s language', async () => {
  const { provider, browser, signIn, told } = await place();
  provider.down = true;
  const { url: page, response } = await signIn('/a');
  expect(told({ url: page })).toBe('LB5210');
  expect(page.searchParams.get('next')).toBe('/a');
  expect(await response!.text()).toContain('Single sign-on does not answer');
  const chinese = await browser.send('GET', page.href, undefined, { 'accept-language': 'zh-CN' });
  expect(await chinese.text()).toContain('未正常响应');
  provider.down = false;
  expect(told(await signIn())).toBe('/');
});

test('the page repeats nothing that a link says', async () => {
  const { browser, url } = await place();
  const query = 'error=LB5210&provider=Call+0800+EVIL&user=%3Cscript%3E&error_description=EVIL';
  const text = await (await browser.send('GET', `${url}/login?${query}`)).text();
  expect(text).toContain('LB5210');
  expect(text).not.toContain('EVIL');
  const other = await (await browser.send('GET', `${url}/login?error=LB5014&request=EVIL`)).text();
  expect(other).not.toContain('LB5014');
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  'whoever signs in is not led to %s',
  async (next) => {
    const { signIn, url } = await place();
    expect((await signIn(next)).url.href).toBe(`${url}/`);
  },
);

test('a provider at an address of the gateway’s own is not asked', async () => {
  const { provider, signIn, told } = await place({ allowed: false });
  expect(told(await signIn())).toBe('LB5210');
  expect(provider.requests).toEqual([]);
});

test('the provider’s word is renewed once for all requests, at all replicas', async () => {
  const { browser, urls, who, signIn, pass, exchanges } = await place({ replicas: 2 });
  await signIn();
  const session = browser.cookie(new URL(urls[0]!).host, 'luban_session')!;
  browser.cookies.set(`${new URL(urls[1]!).host} luban_session`, session);
  for (let round = 1; round <= 3; round++) {
    pass(5 * MINUTE);
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => who(urls[i % 2])));
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    await vi.waitFor(() => expect(exchanges()).toBe(1 + round));
  }
});

test('who is signed out at the provider is signed out here, and who is disabled too', async () => {
  const { kube, provider, who, signIn, pass } = await place();
  await signIn();
  await provider.revoke('ada');
  expect((await who()).status).toBe(200);
  pass(5 * MINUTE);
  expect((await who()).status).toBe(401);
  await signIn();
  expect((await who()).status).toBe(200);
  await kube.patch({ ...USERS, name: 'ada' }, 'merge', { status: { state: 'Disabled' } });
  await vi.waitFor(async () => expect((await who()).status).toBe(401));
});

test('a session outlives its provider for a while, and no longer', async () => {
  const { provider, who, signIn, pass, exchanges } = await place();
  await signIn();
  provider.down = true;
  pass(6 * MINUTE);
  expect((await who()).status).toBe(200);
  provider.down = false;
  pass(MINUTE);
  expect((await who()).status).toBe(200);
  await vi.waitFor(() => expect(exchanges()).toBe(2));
  provider.down = true;
  pass(21 * MINUTE);
  expect((await who()).status).toBe(401);
});

test('signing out ends the session here, at every replica, and leads to the end of it there', async () => {
  const { browser, kube, provider, urls, url, who, signIn } = await place({ replicas: 2 });
  await signIn();
  const host = new URL(url).host;
  const copied = browser.cookie(host, 'luban_session')!;
  const { redirect } = await (await browser.send('DELETE', `${url}/api/session`)).json();
  expect(redirect).toMatch(new RegExp(`^${provider.issuer}/session/end\\?id_token_hint=`));
  expect(new URL(redirect).searchParams.get('post_logout_redirect_uri')).toBe(`${url}/login`);
  const { items } = await kube.list<KubeObject>(secrets, {
    namespace: 'luban-system',
    labelSelector: 'luban.dev/part=provider-session',
  });
  expect(items).toEqual([]);
  for (const at of urls) {
    browser.cookies.set(`${new URL(at).host} luban_session`, copied);
    await vi.waitFor(async () => expect((await who(at)).status).toBe(401));
  }
});

test('lookup takes a verified address or a name, and links what it found', async () => {
  const { browser, kube, provider, url, who, signIn, told } = await place({ mappingMethod: 'lookup' });
  expect(told(await signIn())).toBe('LB5217');
  const user = (name: string, spec: object): UserObject => ({
    apiVersion: 'iam.kubesphere.io/v1beta1',
    kind: 'User',
    metadata: { name },
    spec: { ...spec },
  });
  await kube.create(USERS, user('lovelace', { email: 'Ada@Example.com' }));
  await vi.waitFor(async () => expect(told(await signIn())).toBe('/'));
  expect((await who()).body.user.name).toBe('lovelace');
  provider.people.ada = { preferred_username: 'other', email: 'moved@example.com', email_verified: true };
  browser.cookies.clear();
  await signIn();
  expect((await who()).body.user.name).toBe('lovelace');

  // An address that nobody has verified is nobody's; another person's link is not taken over.
  await kube.create(USERS, user('boss', { email: 'root@example.com' }));
  provider.people.eve = { preferred_username: 'nobody-here', email: 'root@example.com', email_verified: false };
  provider.people.bob = { preferred_username: 'lovelace', email: 'x@example.com', email_verified: true };
  for (const account of ['eve', 'bob']) {
    provider.account = account;
    const stranger = new WebBrowser();
    expect(told(await stranger.open(`${url}/oauth/login/sso`)), account).toBe('LB5217');
  }
});

test('a newcomer chooses a free name', async () => {
  const { browser, kube, provider, url, who, signIn } = await place({ mappingMethod: 'manual' });
  provider.people.ada = { preferred_username: 'Ada L.', name: 'Ada Lovelace' };
  const { url: page, response } = await signIn('/clusters');
  expect(page.pathname).toBe('/login/confirm');
  const text = await response!.text();
  expect(text).toContain('"newcomer":{"suggested":"ada-l","provider":"Single sign-on","displayName":"Ada Lovelace"}');
  expect((await who()).status).toBe(401);
  const choose = async (name: unknown) => {
    const answer = await browser.send('POST', `${url}/api/session/confirm`, { name });
    return { status: answer.status, body: await answer.json() };
  };
  for (const name of ['admin', 'Ada', 'system:admin', 'a b', '-a', 'a'.repeat(64), '']) {
    expect((await choose(name)).body.error.code, name).toBe('LB5218');
  }
  expect((await choose({})).status).toBe(400);
  const { status, body } = await choose('lovelace');
  expect([status, body.redirect]).toEqual([201, '/oauth/login/sso?next=%2Fclusters']);
  expect((await browser.open(url + body.redirect)).url.pathname).toBe('/clusters');
  expect((await who()).body.user).toMatchObject({ name: 'lovelace', displayName: 'Ada Lovelace' });
  expect((await choose('second')).body.error.code).toBe('LB5221');
  expect((await kube.list(USERS)).items.map(({ metadata }) => metadata.name).sort()).toEqual(['admin', 'lovelace']);
  expect((await browser.open(`${url}/login/confirm`)).url.pathname).not.toBe('/login/confirm');
});

test('providers come, change and go while people sign in', async () => {
  const { browser, kube, provider, url } = await place();
  const names = async () => {
    const { providers } = await (await browser.send('GET', `${url}/api/session/providers`)).json();
    return providers.map(({ displayName }: { displayName: string }) => displayName);
  };
  const broken = provider.secret({ name: 'other', extra: '  insecureSkipVerify: true\n' });
  await kube.create(secrets, broken);
  const fine = provider.secret({ name: 'other' });
  expect(await names()).toEqual(['Single sign-on']);
  await kube.patch({ ...secrets, name: broken.metadata.name }, 'merge', { data: fine.data });
  await vi.waitFor(async () => expect(await names()).toHaveLength(2));
  await kube.delete({ ...secrets, name: broken.metadata.name });
  await vi.waitFor(async () => expect(await names()).toHaveLength(1));
});

test('clocks of replicas that differ by ten minutes end no session', async () => {
  const { who, signIn, pass } = await place();
  await signIn();
  for (const skew of [-10 * MINUTE, 20 * MINUTE, -20 * MINUTE]) {
    pass(skew);
    expect((await who()).status, timestamp(skew)).toBe(200);
  }
  expect(IDLE_LIFE).toBeGreaterThan(20 * MINUTE);
});
