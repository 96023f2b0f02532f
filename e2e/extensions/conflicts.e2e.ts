/** What two extensions claim both goes to one of them; an administrator decides to which, for everyone and at once. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { upload } from '../support/center.ts';
import { card, page as pageWith } from '../support/fixture-code.ts';
import type { Fixture } from '../support/fixture-extension.ts';
import { packExtension } from '../support/fixture-package.ts';
import { tabTo } from '../support/keyboard.ts';
import { offeredPackage } from '../support/offered-package.ts';
import { personWith } from '../support/person-with.ts';
import { settled } from '../support/settled.ts';
import { stage } from '../support/stage.ts';

/** Claims an address, an id in the navigation, and a place that takes one alone. */
const claiming = (name: string, title: string, version = '1.0.0'): Fixture => ({
  name,
  title,
  version,
  modules: { './page': pageWith(`Tides by ${title}`), './card': card(`Card of ${title}`) },
  contributes: {
    routes: [
      { id: 'page', mount: 'root', path: 'tides', title: `Tides by ${title}`, component: { $ref: './page#default' } },
    ],
    menus: [{ slot: 'global', id: 'tide-tables', title: `Tides by ${title}`, route: 'page' }],
  },
});

async function expectClean(page: Page): Promise<void> {
  await settled(page);
  expect(await accessibilityViolations(page)).toEqual([]);
}

const SUBJECT = '/tides/*';
const rowOf = (page: Page, subject = SUBJECT) =>
  page.getByRole('table', { name: 'Conflicts' }).getByRole('row').filter({ hasText: subject });
const heading = (page: Page, title: string) => page.getByRole('heading', { name: `Tides by ${title}`, level: 1 });

describe('what two extensions claim both', () => {
  const here = stage({ extensions: 'builtin' });
  beforeAll(async () => {
    await here.product.api.install(await packExtension(claiming('harbour', 'Harbour')));
    await here.product.api.install(await packExtension(claiming('pier', 'Pier')));
  });

  it('goes to the one that is chosen, in all tabs at once, and back again', { timeout: 180_000 }, async () => {
    await using person = await here.browser.person(here.product);
    const { page } = await person.open('/extensions/installed#conflicts');
    const { page: other, watch } = await person.open('/tides');
    await heading(other, 'Harbour').waitFor();
    const row = rowOf(page);
    await row.getByText('Page', { exact: true }).waitFor();
    await row.getByText('Used', { exact: true }).waitFor();
    expect(await row.getByRole('cell').nth(1).textContent()).toContain('Harbour');
    await expectClean(page);

    await row.getByRole('button', { name: 'Use this one: Pier' }).click();
    await heading(other, 'Pier').waitFor();
    await row.getByText('Chosen', { exact: true }).waitFor();
    expect(await row.getByRole('cell').nth(1).textContent()).toContain('Pier');
    await page.getByText(`Pier has ${SUBJECT} now`).first().waitFor();
    await row.getByText('The one of pier is used.').waitFor();
    await expectClean(page);

    // The other, by the same button.
    await row.getByRole('button', { name: 'Use this one: Harbour' }).click();
    await heading(other, 'Harbour').waitFor();
    await row.getByText('Chosen', { exact: true }).waitFor();
    await row.getByRole('button', { name: 'Use this one: Pier' }).click();
    await heading(other, 'Pier').waitFor();

    // As if nobody had chosen.
    await row.getByRole('button', { name: `Undo the choice about ${SUBJECT}` }).click();
    await heading(other, 'Harbour').waitFor();
    await row.getByText('Used', { exact: true }).waitFor();
    expect(await row.getByRole('button', { name: /^Undo/ }).count()).toBe(0);
    expect(watch.navigations()).toBe(1);
  });

  it('is decided by keyboard alone, and the focus stays where it was', { timeout: 120_000 }, async () => {
    await here.visit('/extensions/installed', async ({ page }) => {
      const row = rowOf(page);
      await row.waitFor();
      await tabTo(page, `Use this one: Pier for ${SUBJECT}`);
      await page.keyboard.press('Enter');
      await row.getByText('Chosen', { exact: true }).waitFor();
      // The same place offers the way back.
      await tabTo(page, `Use this one: Harbour for ${SUBJECT}`, 1);
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Shift+Tab');
      await tabTo(page, `Undo the choice about ${SUBJECT}`, 1);
      await page.keyboard.press('Enter');
      await row.getByText('Used', { exact: true }).waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('conflicts');
    });
  });

  it('is said on the pages of both, and before one of them is upgraded', { timeout: 120_000 }, async () => {
    const { api } = here.product;
    await choose('pier');
    for (const name of ['harbour', 'pier']) {
      await here.visit(`/extensions/installed/${name}`, async ({ page }) => {
        await rowOf(page).getByText('Chosen', { exact: true }).waitFor();
        // What is as somebody wants it needs no attention.
        await page.getByText('LB2010').first().waitFor();
        expect(await page.getByText('Something is not as it should be').count()).toBe(0);
        await expectClean(page);
      });
    }
    // A third one learns who has it, by name and by choice alike.
    await upload(api, offeredPackage(claiming('anchor', 'Anchor')));
    const preview = async () => {
      const answer = await api.request('POST', '/api/center/extensions/anchor/preview', { version: '1.0.0' });
      const { conflicts } = (await answer.json()) as { conflicts: { code: string; params: { winner?: string } }[] };
      return [...new Set(conflicts.filter(({ code }) => code === 'LB2010').map(({ params }) => params.winner))];
    };
    expect(await preview()).toEqual(['pier']);
    await choose(null);
    expect(await preview()).toEqual(['anchor']);
  });

  it('keeps a choice that decides nothing any more in sight', { timeout: 120_000 }, async () => {
    const { api } = here.product;
    await choose('pier');
    await api.disable('harbour');
    await here.visit('/extensions/installed', async ({ page }) => {
      const idle = page.getByRole('listitem').filter({ hasText: SUBJECT });
      await idle.getByText('goes to Pier').waitFor();
      expect(await page.getByRole('table', { name: 'Conflicts' }).count()).toBe(0);
      await expectClean(page);
      await api.enable('harbour');
      await rowOf(page).getByText('Chosen', { exact: true }).waitFor();
      await api.disable('harbour');
      await idle.getByRole('button', { name: `Undo the choice about ${SUBJECT}` }).click();
      await idle.waitFor({ state: 'detached' });
      expect((await api.list()).choices).toEqual([]);
    });
    await api.enable('harbour');
  });

  it('is not offered to those who may not decide', { timeout: 90_000 }, async () => {
    const reads = { verbs: ['get', 'list', 'watch'], apiGroups: ['kubesphere.io'], resources: ['extensions'] };
    const onlooker = await personWith(here.product, 'mira', [reads]);
    await using person = await here.browser.person({ ...here.product, api: onlooker });
    const { page } = await person.open('/extensions/installed');
    await rowOf(page).waitFor();
    expect(await page.getByRole('button', { name: /^Use this one/ }).count()).toBe(0);
    const claim = { kind: 'route', subject: SUBJECT, winner: 'pier' };
    expect((await onlooker.request('PUT', '/api/extension-conflicts', claim)).status).toBe(403);
  });

  async function choose(winner: string | null): Promise<void> {
    const body = { kind: 'route', subject: SUBJECT, winner };
    const answer = await here.product.api.request('PUT', '/api/extension-conflicts', body);
    expect(answer.status, await answer.text()).toBe(204);
  }
});
