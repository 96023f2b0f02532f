import { describe, expect, it } from 'vitest';
import { signIn } from './support/sign-in.ts';
import { stage } from './support/stage.ts';

const STRANGER = { signedIn: false };

describe('a person who is not signed in', () => {
  const here = stage({ extensions: 'builtin' });

  it('is asked to sign in, and then is where they wanted to be', async () => {
    await here.visit(
      '/extensions/installed',
      async ({ page }) => {
        expect(new URL(page.url()).pathname).toBe('/login');
        await signIn(page);
        await page.waitForURL((url) => url.pathname === '/extensions/installed');
        await page.getByRole('main').getByRole('heading').first().waitFor();
      },
      STRANGER,
    );
  });

  it('is told what to do after a wrong password, and keeps the name they typed', async () => {
    await here.visit(
      '/',
      async ({ page, watch }) => {
        watch.expect(/401/);
        await page.getByRole('textbox', { name: 'Username' }).fill('admin');
        await page.getByLabel('Password', { exact: true }).fill('not this one');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('LB5001').waitFor();
        expect(await page.getByRole('textbox', { name: 'Username' }).inputValue()).toBe('admin');
      },
      STRANGER,
    );
  });

  it('is never led to another site', async () => {
    await here.visit(
      '/login?next=https://elsewhere.example/',
      async ({ page }) => {
        await signIn(page);
        expect(new URL(page.url()).origin).toBe(here.product.url);
      },
      STRANGER,
    );
  });

  it('gets neither the index nor an extension list from the server', async () => {
    for (const path of ['/api/index', '/api/extensions', '/api/index/events']) {
      const response = await fetch(here.product.url + path);
      expect(response.status, path).toBe(401);
    }
    const login = await (await fetch(`${here.product.url}/login`)).text();
    for (const { displayName } of (await here.product.api.list()).extensions) expect(login).not.toContain(displayName);
  });

  it('cannot be made to act by another site', async () => {
    const { api, url } = here.product;
    const response = await fetch(`${url}/api/extensions/welcome/disable`, {
      method: 'POST',
      headers: { cookie: api.cookie, origin: 'https://elsewhere.example' },
    });
    expect(response.status).toBe(403);
    expect(((await response.json()) as { error: { code: string } }).error.code).toBe('LB5004');
  });
});
