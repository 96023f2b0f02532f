/** A version that asks for more rights waits until somebody agrees, or decides to stay with what is there. */
import { testPackage } from '@luban/extension-package/testing';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../support/accessibility.ts';
import { install, installation, installed, patchPlan, rightsDigest, upload } from '../support/center.ts';
import { tabTo } from '../support/keyboard.ts';
import { NEVER_READY } from '../support/never-ready.ts';
import { offeredPackage } from '../support/offered-package.ts';
import { personWith } from '../support/person-with.ts';
import { harmless } from '../support/poison.ts';
import { settled } from '../support/settled.ts';
import { stage } from '../support/stage.ts';

/** Everything goes on at once here. */
const SOON = { timeout: 60_000 };

const READS = { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] };
const MORE = [
  { verbs: ['get'], apiGroups: [''], resources: ['secrets'] },
  { verbs: ['*'], apiGroups: ['apps'], resources: ['*'] },
];

/** The first version reads pods; all others want more. */
function versionOf(name: string, title: string, version: string): Buffer {
  const rules = version === '1.0.0' ? [READS] : [READS, ...MORE];
  return offeredPackage({ ...harmless(name), version, title }, { permissions: [{ kind: 'ClusterRole', rules }] });
}

async function expectClean(page: Page): Promise<void> {
  await settled(page);
  expect(await accessibilityViolations(page)).toEqual([]);
}

/** What the panel lists. */
const rules = (page: Page) => page.locator('.center-rule');
const state = (page: Page, word: string) => page.locator('header .lb-status').getByText(word, { exact: true }).first();

async function expectOnlyWhatIsNew(page: Page, title: string, version: string): Promise<void> {
  const panel = page.getByRole('status').filter({ hasText: `${title} ${version} asks for more rights` });
  await panel.waitFor(SOON);
  await panel.getByText('1.0.0 stays in force until somebody agrees.').waitFor();
  await expect.poll(() => rules(page).count()).toBe(2);
  const [secrets, wildcard] = [rules(page).filter({ hasText: 'secrets' }), rules(page).filter({ hasText: 'apps' })];
  expect(await secrets.textContent()).toContain('May read secrets in the whole cluster.');
  await secrets.getByText('Secrets', { exact: true }).waitFor();
  expect(await wildcard.textContent()).toContain('May do anything with everything in apps in the whole cluster.');
  await wildcard.getByText('Wildcard', { exact: true }).waitFor();
  expect(await rules(page).filter({ hasText: 'pods' }).count()).toBe(0);
}

describe('a planned version that asks for more rights', () => {
  const here = stage({ extensions: 'builtin' });

  it('shows only what is new, and goes on when somebody agrees, by keyboard', { timeout: 120_000 }, async () => {
    const { api } = here.product;
    for (const version of ['1.0.0', '1.1.0']) await upload(api, versionOf('tides', 'Tides', version));
    await install(api, 'tides');
    await here.visit('/extensions/installed/tides', async ({ page, watch }) => {
      await state(page, 'Installed').waitFor();
      // Whoever plans it elsewhere, the open page asks at once.
      await patchPlan(here.product, 'tides', { spec: { extension: { version: '1.1.0' } } });
      await expectOnlyWhatIsNew(page, 'Tides', '1.1.0');
      // Said once: the panel is not repeated as a problem.
      expect(await page.getByText('LB7415').count()).toBe(0);
      await expectClean(page);
      expect((await installation(api, 'tides')).version).toBe('1.0.0');
      await tabTo(page, 'Approve');
      await page.keyboard.press('Enter');
      await page.getByText('Tides is upgraded to 1.1.0', { exact: true }).first().waitFor(SOON);
      await rules(page).first().waitFor({ state: 'detached' });
      expect(watch.navigations()).toBe(1);
    });
    expect((await installed(api, 'tides', { version: '1.1.0' })).runs[0]).toMatchObject({ by: 'admin' });
  });

  it('is given up for what is in force, by keyboard, and that is said', { timeout: 120_000 }, async () => {
    const { api } = here.product;
    for (const version of ['1.0.0', '1.1.0']) await upload(api, versionOf('waves', 'Waves', version));
    await install(api, 'waves', '1.0.0', { config: 'level: 3\n' });
    await patchPlan(here.product, 'waves', { spec: { extension: { version: '1.1.0' }, config: 'level: 4\n' } });
    await here.visit('/extensions/installed/waves', async ({ page }) => {
      await expectOnlyWhatIsNew(page, 'Waves', '1.1.0');
      await tabTo(page, 'Keep 1.0.0');
      await page.keyboard.press('Enter');
      await page.getByText('Waves stays at 1.0.0', { exact: true }).first().waitFor(SOON);
      await rules(page).first().waitFor({ state: 'detached' });
      await page.getByText('1.1.0, for the rights that it asks for').waitFor();
      // It can still be had.
      await page.getByRole('link', { name: 'Upgrade to 1.1.0' }).waitFor();
      await expectClean(page);
      await page.reload();
      await page.getByText('1.1.0, for the rights that it asks for').waitFor();
      await page.getByRole('tab', { name: 'Configuration' }).click();
      await page.getByText('level: 3').first().waitFor();
    });
    const kept = await installed(api, 'waves', { version: '1.0.0', plannedVersion: '1.0.0' });
    expect(kept.problems).toEqual([]);
    expect(kept.runs).toHaveLength(1);
  });

  it('is given up without ending what is under way on clusters', { timeout: 120_000 }, async () => {
    const { api } = here.product;
    const name = 'buoys';
    for (const version of ['1.0.0', '1.1.0']) {
      const rules = version === '1.0.0' ? [READS] : [READS, ...MORE];
      const agent = { tags: ['agent'], files: { 'templates/never.yaml': NEVER_READY } };
      await upload(
        api,
        testPackage({
          ...{ name, version, charts: { agent }, permissions: [{ kind: 'ClusterRole', rules }] },
          metadata: { installationMode: 'Multicluster', displayName: { en: 'Buoys', zh: '浮标' } },
        }),
      );
    }
    const consent = await rightsDigest(api, name, '1.0.0');
    const body = { version: '1.0.0', consent, clusters: ['host'] };
    expect((await api.request('POST', `/api/center/extensions/${name}/install`, body)).status).toBe(202);
    const isWaitingForPods = async () => {
      const { version, runs } = await installation(api, name);
      return { version, step: runs[0]?.steps.find(({ cluster }) => cluster === 'host')?.state };
    };
    await expect.poll(isWaitingForPods, SOON).toEqual({ version: '1.0.0', step: 'running' });
    await patchPlan(here.product, name, { spec: { extension: { version: '1.1.0' } } });
    await here.visit(`/extensions/installed/${name}`, async ({ page }) => {
      await expectOnlyWhatIsNew(page, 'Buoys', '1.1.0');
      // Two things can be ended, and each button ends its own.
      await page.getByRole('button', { name: 'Cancel it' }).waitFor();
      await page.getByRole('button', { name: 'Keep 1.0.0' }).click();
      await page.getByText('Buoys stays at 1.0.0', { exact: true }).first().waitFor(SOON);
      await rules(page).first().waitFor({ state: 'detached' });
    });
    const { version, plannedVersion, runs } = await installation(api, name);
    expect({ version, plannedVersion }).toEqual({ version: '1.0.0', plannedVersion: '1.0.0' });
    expect(runs).toMatchObject([{ action: 'install', state: 'running' }]);
  });

  it('waits for those who may decide: others see it, and are offered nothing', { timeout: 120_000 }, async () => {
    const { api } = here.product;
    for (const version of ['1.0.0', '1.1.0']) await upload(api, versionOf('foam', 'Foam', version));
    await install(api, 'foam');
    await patchPlan(here.product, 'foam', { spec: { extension: { version: '1.1.0' } } });
    const reads = { verbs: ['get', 'list', 'watch'], apiGroups: ['kubesphere.io'], resources: ['extensions'] };
    const onlooker = await personWith(here.product, 'mira', [reads]);
    await using person = await here.browser.person({ ...here.product, api: onlooker });
    const { page } = await person.open('/extensions/installed/foam');
    await expectOnlyWhatIsNew(page, 'Foam', '1.1.0');
    for (const name of ['Approve', 'Keep 1.0.0']) expect(await page.getByRole('button', { name }).count()).toBe(0);
    await expectClean(page);
    const { awaitingConsent } = await installation(api, 'foam');
    const body = { digest: awaitingConsent?.digest };
    for (const decision of ['keep', 'consent']) {
      const refused = await onlooker.request('POST', `/api/center/extensions/foam/${decision}`, body);
      expect([decision, refused.status]).toEqual([decision, 403]);
    }
  });
});

describe('an automatic upgrade that asks for more rights', () => {
  const here = stage({ extensions: 'builtin' });

  it('waits, is declined for one version, and asks again about the next', { timeout: 180_000 }, async () => {
    const { api } = here.product;
    await upload(api, versionOf('tides', 'Tides', '1.0.0'));
    await install(api, 'tides', '1.0.0', { upgradeStrategy: 'Automatic' });
    await here.visit('/extensions/installed/tides', async ({ page, watch }) => {
      await state(page, 'Installed').waitFor();
      await upload(api, versionOf('tides', 'Tides', '1.1.0'));
      await expectOnlyWhatIsNew(page, 'Tides', '1.1.0');
      expect(await page.getByText('LB7426').count()).toBe(0);
      await expectClean(page);
      await page.getByRole('button', { name: 'Keep 1.0.0' }).click();
      await page.getByText('Tides stays at 1.0.0', { exact: true }).first().waitFor(SOON);
      await rules(page).first().waitFor({ state: 'detached' });
      await page.getByText('1.1.0, for the rights that it asks for').waitFor();

      await upload(api, versionOf('tides', 'Tides', '1.2.0'));
      await expectOnlyWhatIsNew(page, 'Tides', '1.2.0');
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByText('Tides is upgraded to 1.2.0', { exact: true }).first().waitFor(SOON);
      await rules(page).first().waitFor({ state: 'detached' });
      await expectClean(page);
      expect(watch.navigations()).toBe(1);
    });
    const done = await installed(api, 'tides', { version: '1.2.0', problems: [] });
    // Whoever agreed has upgraded it.
    expect(done.runs[0]).toMatchObject({ action: 'upgrade', from: '1.0.0', by: 'admin' });
    expect(await rightsDigest(api, 'tides', '1.1.0')).toBe(await rightsDigest(api, 'tides', '1.2.0'));
  });
});
