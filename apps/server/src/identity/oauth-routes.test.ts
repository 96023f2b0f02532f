import type { JWTPayload } from 'jose';
import { expect, test } from 'vitest';
import { WebBrowser } from '../test-support/web-browser.ts';
import { MINUTE, SECRETS, signInPlace, told } from './testing/console-of.ts';
import { eventually } from './testing/eventually.ts';
import { identityStage } from './testing/identity-stage.ts';
import { USERS, type UserObject } from './user.ts';

const stage = identityStage();
const place = (options?: Parameters<typeof signInPlace>[1]) => signInPlace(stage, options);

test('a person of the provider becomes a user, and comes back as the same one under another name', async () => {
  const { ada, sso, kube, listed, provider, browser, url, who, signIn } = await place();
  expect(await listed()).toEqual([{ name: sso, displayName: 'Single sign-on', url: `/oauth/login/${sso}` }]);
  expect((await signIn('/clusters?x=1')).url.href).toBe(`${url}/clusters?x=1`);
  expect(await who()).toMatchObject({
    status: 200,
    body: {
      user: { name: ada, displayName: 'Ada Lovelace', email: `${ada}@example.com` },
      provider: sso,
      hasPassword: false,
    },
  });
  const user = await kube.get<UserObject>({ ...USERS, name: ada });
  expect(user.metadata.labels).toMatchObject({
    'iam.kubesphere.io/identify-provider': sso,
    'iam.kubesphere.io/origin-uid': ada,
  });
  // The attempt's own cookie is gone.
  const { host } = new URL(url);
  expect([...browser.cookies.keys()].filter((key) => key.startsWith(host))).toEqual([`${host} luban_session`]);
  provider.people[ada] = { preferred_username: 'countess', email: 'c@example.com' };
  const again = new WebBrowser();
  await again.open(`${url}/oauth/login/${sso}`);
  expect((await (await again.send('GET', `${url}/api/session`)).json()).user.name).toBe(ada);
  await eventually(async () => {
    const { items } = await kube.list({ ...USERS, resource: 'loginrecords' });
    expect(items.filter(({ spec }) => (spec as { provider?: string }).provider === sso)).toHaveLength(2);
  });
});

test('a nonce, a state or a verifier of another sign-in is refused', async () => {
  const { browser, url, sso, who } = await place();
  for (const [parameter, code] of [
    ['nonce', 'LB5212'],
    ['state', 'LB5211'],
    ['code_challenge', 'LB5215'],
  ] as const) {
    const { url: there } = await browser.open(`${url}/oauth/login/${sso}`, ({ pathname }) => pathname === '/auth');
    there.searchParams.set(parameter, 'A'.repeat(43));
    expect(told(await browser.open(there.href)), parameter).toBe(code);
  }
  expect((await who()).status).toBe(401);
});

test('an answer that another browser was given signs nobody in, and is good once', async () => {
  const { browser, answer, exchanges } = await place();
  const back = await answer();
  const victim = new WebBrowser();
  expect(told(await victim.open(back.href))).toBe('LB5211');
  expect((await browser.open(back.href)).url.pathname).toBe('/');
  expect(exchanges()).toBe(1);
  await browser.open(back.href);
  expect(exchanges()).toBe(1);
});

test('an attempt ends after ten minutes, and belongs to its provider', async () => {
  const { kube, provider, sso, browser, answer, listed, pass } = await place();
  const other = provider.secret({ name: `${sso}-other` });
  await kube.create(SECRETS, other);
  await eventually(async () => expect(await listed()).toHaveLength(2));
  const first = await answer();
  first.pathname = `/oauth/redirect/${sso}-other`;
  expect(told(await browser.open(first.href))).toBe('LB5211');
  const second = await answer();
  pass(10 * MINUTE);
  expect(told(await browser.open(second.href))).toBe('LB5211');
  await kube.delete({ ...SECRETS, name: other.metadata.name });
});

test('an ID token that is not as it should be is told by number', async () => {
  const { browser, provider, signIn, who } = await place();
  const past = (seconds: number) => (claims: JWTPayload) => ({
    ...claims,
    exp: Math.floor(Date.now() / 1_000) - seconds,
  });
  const cases: [string, (claims: JWTPayload) => JWTPayload, boolean, string][] = [
    ['has expired', past(3_600), false, 'LB5213'],
    ['was made for somebody else', (claims) => ({ ...claims, aud: 'another' }), false, 'LB5214'],
    ['was made by somebody else', (claims) => ({ ...claims, iss: 'http://elsewhere.example' }), false, 'LB5214'],
    ['is about nobody', ({ sub: _, ...claims }) => claims, false, 'LB5214'],
    ['is signed by somebody else', (claims) => claims, true, 'LB5214'],
  ];
  for (const [what, tamper, forges, code] of cases) {
    Object.assign(provider, { tamper, forges });
    expect(told(await signIn()), what).toBe(code);
  }
  expect((await who()).status).toBe(401);
  // Clocks may differ by ten minutes.
  Object.assign(provider, { tamper: past(600), forges: false });
  expect(told(await signIn())).toBe('/');
  expect(browser.cookies.size).toBeGreaterThan(0);
});

test('what the provider refuses is told, and that there is no such provider', async () => {
  const { browser, url, answer } = await place();
  const back = await answer();
  back.searchParams.delete('code');
  back.searchParams.set('error', 'access_denied');
  expect(told(await browser.open(back.href))).toBe('LB5215');
  expect(told(await browser.open(`${url}/oauth/login/nobody`))).toBe('LB5216');
  expect(told(await browser.open(`${url}/oauth/redirect/nobody?state=x&code=y`))).toBe('LB5216');
});

test('a provider that does not answer is told in the person’s language, and asked again', async () => {
  const { provider, browser, signIn, answer } = await place();
  provider.down = true;
  const { url: page, response } = await signIn('/a');
  expect(told({ url: page })).toBe('LB5210');
  expect(page.searchParams.get('next')).toBe('/a');
  expect((await response!.json()).problem).toMatchObject({
    code: 'LB5210',
    message: expect.stringContaining('Single sign-on'),
  });
  const chinese = await browser.send('GET', page.href, undefined, { 'accept-language': 'zh-CN' });
  expect((await chinese.json()).problem.message).toContain('未正常响应');
  provider.down = false;
  const back = await answer();
  provider.down = true;
  expect(told(await browser.open(back.href))).toBe('LB5210');
});

test('the sign-in page repeats nothing that a link says', async () => {
  const { browser, url } = await place();
  const query = 'error=LB5210&provider=Call+0800+EVIL&user=%3Cscript%3E&error_description=EVIL';
  const text = await (await browser.send('GET', `${url}/login?${query}`)).text();
  expect(text).toContain('LB5210');
  expect(text).not.toContain('EVIL');
  const other = await (await browser.send('GET', `${url}/login?error=LB5014&request=EVIL`)).text();
  expect(other).not.toContain('LB5014');
});

test('whoever signs in is not led to another site', async () => {
  const { signIn, url } = await place();
  for (const next of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
  ]) {
    expect((await signIn(next)).url.href, next).toBe(`${url}/`);
  }
});

test('a provider at an address of the gateway’s own is not asked', async () => {
  const { provider, signIn, kube, sso } = await place({ allowed: false });
  expect(told(await signIn())).toBe('LB5210');
  expect(provider.requests).toEqual([]);
  for (const issuer of ['http://169.254.169.254', 'https://[::1]:1', 'http://localhost:1', 'https://10.0.0.1']) {
    const { data } = provider.secret({ name: sso, issuer });
    await kube.patch({ ...SECRETS, name: `identityprovider-${sso}` }, 'merge', { data });
    expect(told(await signIn()), issuer).toBe('LB5210');
  }
});

test('providers come, change and go while people sign in', async () => {
  const { kube, listed, provider, sso, replicas } = await place();
  const broken = provider.secret({ name: `${sso}-other`, extra: '  insecureSkipVerify: true\n' });
  const { name } = broken.metadata;
  await kube.create(SECRETS, broken);
  await eventually(() => expect(String(replicas[0]!.errors)).toContain('LB5220'));
  expect(await listed()).toHaveLength(1);
  await kube.patch({ ...SECRETS, name }, 'merge', { data: provider.secret({ name: `${sso}-other` }).data });
  await eventually(async () => expect(await listed()).toHaveLength(2));
  await kube.delete({ ...SECRETS, name });
  await eventually(async () => expect(await listed()).toHaveLength(1));
});
