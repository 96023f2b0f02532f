import { expect, test } from 'vitest';
import { WebBrowser } from '../test-support/web-browser.ts';
import { suggestName } from './person-mapping.ts';
import { signInPlace, told } from './testing/console-of.ts';
import { eventually } from './testing/eventually.ts';
import { identityStage } from './testing/identity-stage.ts';
import { USERS } from './user.ts';

const stage = identityStage();

test('auto: an account that is there already is nobody’s for having its name', async () => {
  const { provider, signIn, who } = await signInPlace(stage);
  provider.account = 'eve';
  expect(told(await signIn())).toBe('LB5218');
  expect((await who()).status).toBe(401);
});

test('auto: who comes twice at once becomes one user', async () => {
  const { ada, kube, sso, url } = await signInPlace(stage);
  const browsers = [new WebBrowser(), new WebBrowser(), new WebBrowser()];
  const pages = await Promise.all(browsers.map((browser) => browser.open(`${url}/oauth/login/${sso}`)));
  expect(pages.map(told)).toEqual(['/', '/', '/']);
  expect((await kube.list(USERS)).items.filter(({ metadata }) => metadata.name === ada)).toHaveLength(1);
});

test('lookup takes a verified address or a name, and links what it found', async () => {
  const { ada, browser, provider, sso, url, who, signIn } = await signInPlace(stage, { mappingMethod: 'lookup' });
  expect(told(await signIn())).toBe('LB5217');
  const name = await stage.user({ email: `${ada}@Example.com` });
  await eventually(async () => expect(told(await signIn())).toBe('/'));
  expect((await who()).body.user.name).toBe(name);
  provider.people[ada] = { preferred_username: 'other', email: 'moved@example.com', email_verified: true };
  browser.cookies.clear();
  await signIn();
  expect((await who()).body.user.name).toBe(name);

  const named = await stage.user();
  provider.people.grace = { preferred_username: named };
  provider.account = 'grace';
  const grace = new WebBrowser();
  expect(told(await grace.open(`${url}/oauth/login/${sso}`))).toBe('/');
  expect((await (await grace.send('GET', `${url}/api/session`)).json()).user.name).toBe(named);

  // An address that nobody has verified is nobody's; another person's account is not taken over.
  await stage.user({ email: 'boss@example.com' });
  provider.people.eve = { preferred_username: 'nobody-here', email: 'boss@example.com', email_verified: false };
  provider.people.bob = { preferred_username: name, email: 'x@example.com', email_verified: true };
  for (const account of ['eve', 'bob']) {
    provider.account = account;
    expect(told(await new WebBrowser().open(`${url}/oauth/login/${sso}`)), account).toBe('LB5217');
  }
});

test('manual: a newcomer chooses a free name', async () => {
  const { ada, browser, provider, sso, url, who, signIn } = await signInPlace(stage, { mappingMethod: 'manual' });
  provider.people[ada] = { preferred_username: 'Ada L.', name: 'Ada Lovelace' };
  const { url: page, response } = await signIn('/clusters');
  expect(page.pathname).toBe('/login/confirm');
  expect((await response!.json()).newcomer).toEqual({
    suggested: 'ada-l',
    provider: 'Single sign-on',
    displayName: 'Ada Lovelace',
  });
  expect((await who()).status).toBe(401);
  const choose = async (name: unknown) => {
    const answer = await browser.send('POST', `${url}/api/session/confirm`, { name });
    return { status: answer.status, body: await answer.json() };
  };
  for (const name of ['admin', 'Ada', 'system:admin', 'a b', '-a', 'a'.repeat(64), '']) {
    expect((await choose(name)).body.error.code, name).toBe('LB5218');
  }
  expect((await choose(['lovelace'])).status).toBe(400);
  const { status, body } = await choose('lovelace');
  expect([status, body.redirect]).toEqual([201, `/oauth/login/${sso}?next=%2Fclusters`]);
  expect((await browser.open(url + body.redirect)).url.pathname).toBe('/clusters');
  expect((await who()).body.user).toMatchObject({ name: 'lovelace', displayName: 'Ada Lovelace' });
  expect((await choose('second')).body.error.code).toBe('LB5221');
});

test('names that are asked for again and again are slowed down', async () => {
  const { browser, url, signIn } = await signInPlace(stage, { mappingMethod: 'manual' });
  await signIn();
  const codes = [];
  for (let i = 0; i < 21; i++) {
    const answer = await browser.send('POST', `${url}/api/session/confirm`, { name: 'admin' });
    codes.push((await answer.json()).error.code);
  }
  expect(codes.at(-1)).toBe('LB5002');
});

test.each([
  [{ username: 'Ada Lovelace' }, 'ada-lovelace'],
  [{ username: 'ada@example.com' }, 'ada'],
  [{ email: 'Ada.L+x@example.com' }, 'ada-l-x'],
  [{ username: 'Zoë' }, 'zoe'],
  [{ username: '系统' }, 'user'],
  [{ username: 'system:masters' }, 'system-masters'],
  [{ username: `${'a'.repeat(62)}-b` }, `${'a'.repeat(62)}`],
  [{}, 'subject'],
])('%j may be called %s', (person, name) => {
  expect(suggestName({ provider: 'p', subject: 'subject', emailVerified: false, ...person })).toBe(name);
});
