/** A version that fails repeatedly in somebody's browser is left out there, visibly, and an administrator acts on it. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import type { Person } from '../support/browser.ts';
import { install, installed, rightsDigest, upload } from '../support/center.ts';
import { tabTo } from '../support/keyboard.ts';
import { offeredPackage } from '../support/offered-package.ts';
import { failing, harmless } from '../support/poison.ts';
import { problemPanels } from '../support/problem-panel.ts';
import { settled } from '../support/settled.ts';
import { stage } from '../support/stage.ts';

async function expectClean(page: Page): Promise<void> {
  await settled(page);
  expect(await accessibilityViolations(page)).toEqual([]);
}

const notice = (page: Page) => page.getByRole('status').filter({ hasText: 'Not loaded in this browser' });

describe('a version that failed twice in a browser', () => {
  const here = stage({ extensions: 'builtin' });
  beforeAll(async () => {
    const { api } = here.product;
    const { manifest, ...crasher } = failing('crasher');
    const eager = { ...manifest, activation: ['onStart' as const] };
    await upload(api, offeredPackage({ ...crasher, title: 'Crasher', manifest: eager }));
    await install(api, 'crasher');
  });

  /** Somebody in whose browser it has failed as often as it takes. */
  async function witness(): Promise<Person> {
    const person = await here.browser.person(here.product);
    await failOnce(person);
    await failOnce(person);
    return person;
  }

  /** @param reported wait until the tab has told the server, which it does when it has nothing better to do */
  async function failOnce(person: Person, { reported = false } = {}): Promise<void> {
    const { page, watch } = await person.open('/crasher');
    const told: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/extension-health')) told.push(request.postData() ?? '');
    });
    watch.expect(/boom in activate|LB40/);
    await problemPanels(page.getByRole('main'), /LB400[18]/).waitFor();
    if (reported) await expect.poll(() => told.join(), { timeout: 30_000 }).toContain('LB4001');
    await page.close();
  }

  it('is listed with what happened, and its health says the same of everybody', { timeout: 120_000 }, async () => {
    await using person = await here.browser.person(here.product);
    await failOnce(person, { reported: true });
    await failOnce(person);
    const { page, watch } = await person.open('/extensions/installed');
    const listed = notice(page).getByRole('listitem').filter({ hasText: 'Crasher' });
    await listed.getByText('LB4001').waitFor();
    await listed.getByText('Crasher 1.0.0 ·').waitFor();
    expect(watch.requests().filter((path) => path.startsWith('/ext/crasher/'))).toEqual([]);
    await expectClean(page);
    await listed.getByRole('link', { name: 'See its health' }).click();
    const failures = page.getByRole('table', { name: 'Failures by number' });
    await failures.getByText('LB4001', { exact: true }).waitFor({ timeout: 60_000 });
    await failures.getByText('crasher 1.0.0 failed while it became active').waitFor();
    await notice(page).waitFor();
    await expectClean(page);
  });

  it('is tried again by keyboard, and listed again when it fails again', { timeout: 120_000 }, async () => {
    await using person = await witness();
    const { page, watch } = await person.open('/extensions/installed');
    watch.expect(/boom in activate|LB40/);
    await notice(page).waitFor();
    await tabTo(page, 'Try again');
    await page.keyboard.press('Enter');
    await notice(page).waitFor({ state: 'detached' });
    // What runs at start is tried at once.
    await expect
      .poll(() => watch.requests().filter((path) => path.startsWith('/ext/crasher/')).length)
      .toBeGreaterThan(0);
    await failOnce(person);
    await failOnce(person);
    await page.reload();
    await notice(page).getByText('Crasher', { exact: true }).waitFor();
  });

  it('is disabled for everyone, and is missed by nobody then', { timeout: 120_000 }, async () => {
    await using person = await witness();
    const { page } = await person.open('/extensions/installed/crasher');
    await notice(page).getByRole('button', { name: 'Disable for everyone' }).click();
    await page.locator('header .lb-status').getByText('Disabled', { exact: true }).first().waitFor();
    await notice(page).waitFor({ state: 'detached' });
    // Nor does the shell say so any more.
    await expect.poll(() => page.getByText('LB4008').count()).toBe(0);
    await expectClean(page);
    await here.product.api.enable('crasher');
    await notice(page).waitFor();
  });

  it('is forgotten as soon as another version is in force', { timeout: 120_000 }, async () => {
    const { api } = here.product;
    await using person = await witness();
    const { page } = await person.open('/extensions/installed');
    await notice(page).waitFor();
    await upload(api, offeredPackage({ ...harmless('crasher'), version: '1.0.1', title: 'Crasher' }));
    const upgraded = await api.request('POST', '/api/center/extensions/crasher/upgrade', {
      version: '1.0.1',
      consent: await rightsDigest(api, 'crasher', '1.0.1'),
    });
    expect(upgraded.status, await upgraded.clone().text()).toBe(202);
    await installed(api, 'crasher', { version: '1.0.1' });
    await notice(page).waitFor({ state: 'detached' });
  });
});
