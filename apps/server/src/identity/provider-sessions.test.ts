import { expect, test } from 'vitest';
import { MINUTE, SECRETS, signInPlace } from './testing/console-of.ts';
import { eventually } from './testing/eventually.ts';
import { identityStage } from './testing/identity-stage.ts';
import { USERS } from './user.ts';

const stage = identityStage();
const place = (options?: Parameters<typeof signInPlace>[1]) => signInPlace(stage, options);

test('the provider’s word is renewed once for all requests, at all replicas', async () => {
  const { browser, urls, who, signIn, pass, exchanges } = await place({ replicas: 2 });
  await signIn();
  const session = browser.cookie(new URL(urls[0]!).host, 'luban_session')!;
  browser.cookies.set(`${new URL(urls[1]!).host} luban_session`, session);
  for (let round = 1; round <= 3; round++) {
    pass(5 * MINUTE);
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => who(urls[i % 2])));
    expect(all.map(({ status }) => status)).toEqual(Array.from(all, () => 200));
    await eventually(() => expect(exchanges()).toBe(1 + round));
  }
});

test('who is signed out at the provider is signed out here, and who is disabled here too', async () => {
  const { ada, kube, provider, who, signIn, pass } = await place();
  await signIn();
  await provider.revoke(ada);
  expect((await who()).status).toBe(200);
  pass(5 * MINUTE);
  expect((await who()).status).toBe(401);
  await signIn();
  expect((await who()).status).toBe(200);
  await kube.patch({ ...USERS, name: ada }, 'merge', { status: { state: 'Disabled' } });
  await eventually(async () => expect((await who()).status).toBe(401));
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
  await eventually(() => expect(exchanges()).toBe(2));
  provider.down = true;
  pass(21 * MINUTE);
  expect((await who()).status).toBe(401);
});

test('a session whose provider was taken away ends with its next renewal', async () => {
  const { kube, listed, provider, sso, who, signIn, pass } = await place();
  await signIn();
  const name = `identityprovider-${sso}`;
  const { data } = provider.secret({ name: `${sso}-other` });
  await kube.patch({ ...SECRETS, name }, 'merge', { data });
  await eventually(async () => expect((await listed())[0].name).toBe(`${sso}-other`));
  expect((await who()).status).toBe(200);
  pass(5 * MINUTE);
  expect((await who()).status).toBe(401);
});

test('signing out ends the session here, at every replica, and leads to the end of it there', async () => {
  const { browser, kube, provider, urls, url, who, signIn } = await place({ replicas: 2 });
  await signIn();
  const copied = browser.cookie(new URL(url).host, 'luban_session')!;
  const { redirect } = await (await browser.send('DELETE', `${url}/api/session`)).json();
  expect(redirect).toMatch(new RegExp(`^${provider.issuer}/session/end\\?`));
  const query = new URL(redirect).searchParams;
  expect(query.get('post_logout_redirect_uri')).toBe(`${url}/login`);
  expect(query.get('id_token_hint')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  for (const at of urls) {
    browser.cookies.set(`${new URL(at).host} luban_session`, copied);
    await eventually(async () => expect((await who(at)).status).toBe(401));
  }
  // The provider asks the person, and sends them back here.
  const page = await (await browser.open(redirect)).response!.text();
  expect(page).toContain('form');
  const { items } = await kube.list(SECRETS, { labelSelector: 'luban.dev/part=provider-session' });
  expect(items.filter(({ metadata }) => metadata.labels?.['iam.kubesphere.io/user-ref'] === 'ada')).toEqual([]);
});
