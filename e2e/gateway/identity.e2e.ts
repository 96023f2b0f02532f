/** People and programs prove who they are: kubectl makes users, a browser signs in, tokens speak for both. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdProvider } from '../../apps/server/src/test-support/openid-provider.ts';
import { accessibilityViolations } from '../support/accessibility.ts';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { manifest } from '../support/kube-stage.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { type Product, startProduct } from '../support/product.ts';
import { signIn } from '../support/sign-in.ts';

const resources = new AsyncDisposableStack();
let product: Product;
let browser: TestBrowser;
let kubectl: Kubectl;

beforeAll(async () => {
  product = resources.use(await startProduct({ environment: { LUBAN_ALLOW_HOSTS: '127.0.0.1' } }));
  browser = resources.use(await launchBrowser());
  kubectl = resources.use(await createKubectl(KUBE_RELEASES.at(-1)!, join(product.dataDir, 'kubeconfig')));
});
afterAll(() => resources.disposeAsync());

const eventually = { timeout: 40_000, interval: 50 };

async function makeUser(name: string, spec: string, metadata = ''): Promise<void> {
  const object = `apiVersion: iam.kubesphere.io/v1beta1\nkind: User\nmetadata: {name: ${name}${metadata}}\nspec: ${spec}\n`;
  await manifest(kubectl, `${name}.yaml`, object);
  await kubectl(`apply -f ${name}.yaml`);
}

const ask = (path: string, token: string) =>
  fetch(product.url + path, { headers: { authorization: `Bearer ${token}` } });

describe('a user that kubectl makes', () => {
  it('signs in, has to choose a password, and is out as soon as they are disabled', async () => {
    const annotations = ', annotations: {iam.kubesphere.io/uninitialized: "true"}';
    await makeUser('ada', '{displayName: Ada Lovelace, password: given-by-somebody}', annotations);
    await expect
      .poll(() => kubectl('get user ada -o jsonpath={.spec.password}'), eventually)
      .toMatch(/^\$scrypt\$ln=15,r=8,p=1\$/);

    await using person = await browser.newcomer(product.url);
    const { page, watch } = await person.open('/extensions/installed');
    await page.getByRole('textbox', { name: 'Username' }).fill('ada');
    await page.getByLabel('Password', { exact: true }).fill('given-by-somebody');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('form', { name: 'Choose a new password' }).waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    // A reload changes nothing about that.
    await page.reload();
    await page.getByLabel('Present password', { exact: true }).fill('given-by-somebody');
    await page.getByLabel('New password', { exact: true }).fill('four words of mine');
    await page.getByLabel('New password, again', { exact: true }).fill('four words of mine');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.waitForURL((url) => url.pathname === '/extensions/installed');
    await page.getByRole('button', { name: 'Signed in as ada' }).waitFor();

    watch.expect(/401/);
    await kubectl(`patch user ada --type=merge -p '{"status":{"state":"Disabled"}}'`);
    await page.waitForFunction(async () => (await fetch('/api/session')).status === 401, undefined, { polling: 50 });
    await page.reload();
    await page.waitForURL((url) => url.pathname === '/login');
    await page.getByRole('textbox', { name: 'Username' }).fill('ada');
    await page.getByLabel('Password', { exact: true }).fill('four words of mine');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('LB5203').waitFor();
    watch.expect(/403/);
  });

  it('is recorded when signing in, and when somebody fails to', async () => {
    await kubectl.until(
      'get loginrecords -l iam.kubesphere.io/user-ref=ada -o jsonpath={.items[*].spec.success}',
      /true/,
    );
  });
});

describe('a person’s own account', () => {
  it('makes a token that speaks for the person until it is deleted', async () => {
    await using person = await browser.person(product);
    const { page } = await person.open('/');
    await page.getByRole('button', { name: 'Signed in as admin' }).click();
    await page.getByRole('button', { name: 'Your account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your account' });
    await dialog.getByText('You have no access tokens.').waitFor();
    await dialog.getByLabel('Name', { exact: true }).fill('laptop');
    await dialog.getByRole('button', { name: 'Create token' }).click();
    const token = (await dialog.getByText(/^luban_pat_/).textContent()) ?? '';
    expect(await accessibilityViolations(page)).toEqual([]);
    const who = await ask('/api/session', token);
    expect(await who.json()).toMatchObject({ user: { name: 'admin' } });
    const namespaces = await ask('/api/v1/namespaces', token);
    expect(namespaces.status).toBe(200);

    await dialog.getByRole('button', { name: 'Delete laptop' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await dialog.getByText('You have no access tokens.').waitFor();
    await expect.poll(async () => (await ask('/api/session', token)).status, eventually).toBe(401);
    expect(await (await ask('/api/v1/namespaces', token)).json()).toMatchObject({ kind: 'Status', code: 401 });
  });

  it('ends all sessions of the person', async () => {
    await makeUser('grace', '{password: given-by-somebody}');
    await using one = await browser.newcomer(product.url);
    await using two = await browser.newcomer(product.url);
    const credentials = { username: 'grace', password: 'given-by-somebody' };
    const [first, second] = [await one.open('/login'), await two.open('/login')];
    for (const { page } of [first, second]) await signIn(page, credentials);
    await first.page.getByRole('button', { name: 'Signed in as grace' }).click();
    await first.page.getByRole('button', { name: 'Your account' }).click();
    await first.page.getByRole('tab', { name: 'Sessions' }).click();
    await first.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await first.page.waitForURL((url) => url.pathname === '/login');
    second.watch.expect(/401/);
    await second.page.waitForFunction(async () => (await fetch('/api/session')).status === 401);
  });
});

describe('a service account', () => {
  it('gets a token that is good as long as its Secret is there', async () => {
    await kubectl('create namespace harbour');
    const object =
      'apiVersion: kubesphere.io/v1alpha1\nkind: ServiceAccount\nmetadata: {name: robot, namespace: harbour}\n';
    await manifest(kubectl, 'robot.yaml', object);
    await kubectl('apply -f robot.yaml');
    const secret = await kubectl.until(
      '-n harbour get serviceaccounts.kubesphere.io robot -o jsonpath={.secrets[0].name}',
      /^robot-token-/,
    );
    const kept = await kubectl(`-n harbour get secret ${secret} -o jsonpath={.data.token}`);
    const token = Buffer.from(kept, 'base64').toString();
    expect(await (await ask('/api/session', token)).json()).toMatchObject({
      user: { name: 'kubesphere:serviceaccount:harbour:robot', groups: ['kubesphere:serviceaccount'] },
    });
    // Known, and without any right yet.
    const refused = await ask('/api/v1/namespaces/harbour/pods', token);
    expect(await refused.json()).toMatchObject({
      kind: 'Status',
      code: 403,
      message: expect.stringContaining('kubesphere:serviceaccount:harbour:robot'),
    });
    await kubectl(
      '-n harbour create rolebinding robot --clusterrole=view --user=kubesphere:serviceaccount:harbour:robot',
    );
    await expect.poll(async () => (await ask('/api/v1/namespaces/harbour/pods', token)).status, eventually).toBe(200);
    await kubectl(`-n harbour delete secret ${secret}`);
    await expect.poll(async () => (await ask('/api/v1/namespaces/harbour/pods', token)).status, eventually).toBe(401);
  });
});

describe('a person of an OpenID provider', () => {
  it('signs in by it, is told when it is down, and signs out of both', async () => {
    const provider = await openIdProvider([product.url], ['sso']);
    provider.people.ada = { preferred_username: 'countess', name: 'Ada Lovelace' };
    await manifest(kubectl, 'sso.json', JSON.stringify(provider.secret({ name: 'sso' })));
    await kubectl('-n luban-system apply -f sso.json');
    const providers = async () =>
      (await (await fetch(`${product.url}/api/session/providers`)).json()) as { providers: [] };
    await expect.poll(async () => (await providers()).providers.length, eventually).toBe(1);

    await using person = await browser.newcomer(product.url);
    const { page, watch } = await person.open('/extensions/installed');
    provider.down = true;
    await page.getByRole('link', { name: 'Sign in with Single sign-on' }).click();
    await page.getByText('LB5210').waitFor();
    expect(await accessibilityViolations(page)).toEqual([]);
    provider.down = false;
    await page.getByRole('link', { name: 'Sign in with Single sign-on' }).click();
    await page.waitForURL((url) => url.pathname === '/extensions/installed');
    await page.getByRole('button', { name: 'Signed in as countess' }).click();
    expect(await kubectl('get user countess -o jsonpath={.spec.displayName}')).toBe('Ada Lovelace');
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.waitForURL((url) => url.href.startsWith(`${provider.issuer}/session/end`));
    // The provider's page has no icon.
    watch.expect(/favicon\.ico/);
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.waitForURL((url) => url.href.startsWith(`${product.url}/login`));
    expect((await page.context().request.get(`${product.url}/api/session`)).status()).toBe(401);
  });
});
