/** What an administrator does with repositories: look, add, change, and take away. By mouse and keyboard. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testPackage } from '../../packages/extension-package/src/testing.ts';
import { accessibilityViolations } from '../support/accessibility.ts';
import { card, catalogueStage, PILOT, row } from '../support/catalogue-stage.ts';
import { REGISTRY_USER } from '../support/docker-registry.ts';
import { createHelm } from '../support/helm.ts';
import { KUBE_RELEASES, type KubeRelease } from '../support/kube-binaries.ts';
import { describePagesForEverybody } from '../support/pages-for-everybody.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const here = catalogueStage();
const { visit } = here;

describe('before anybody has added a repository', () => {
  it('the catalogue has what the product brings, and nothing is asked of anybody else', async () => {
    await visit('/extensions/marketplace', async (tab) => {
      const { page } = tab;
      const hosts = new Set<string>();
      page.on('request', (request) => hosts.add(new URL(request.url()).host));
      await card(page, 'clusters').waitFor();
      await card(page, 'clusters').getByText('Installed').waitFor();
      await page.reload();
      await card(page, 'clusters').waitFor();
      expect([...hosts]).toEqual([new URL(here.product.url).host]);
    });
  });

  it('the navigation and the palette lead to it', async () => {
    await visit('/', async ({ page }) => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Marketplace' }).click();
      await page.getByRole('heading', { name: 'Marketplace', level: 1 }).waitFor();
      await page.keyboard.press('Control+k');
      await page.keyboard.type('add an extension repo');
      await page.getByRole('option', { name: /Add an extension repository/ }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog', { name: 'Add a repository' }).waitFor();
    });
  });
});

describe('a repository', () => {
  it('is looked at before it is added, and what is wrong is said with its number', async () => {
    await visit('/extensions/repositories?add', async ({ page, watch }) => {
      watch.expect(/status of 50\d/);
      const dialog = page.getByRole('dialog', { name: 'Add a repository' });
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByText('An address begins with').waitFor();
      await dialog.getByLabel('Address').fill(here.repository.url);
      expect(await dialog.getByLabel('Name', { exact: false }).first().inputValue()).toBe('127-0-0-1');
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByRole('alert').getByText('LB7206').waitFor();
      await dialog.getByLabel('User name').fill(PILOT.username);
      await dialog.getByLabel('Password', { exact: true }).fill(PILOT.password);
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByText(`A Helm repository with ${here.published.length + 2} extensions`).waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('stable');
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await row(page, 'stable').getByText('Synced, with gaps').waitFor({ timeout: 30_000 });
      expect(await row(page, 'stable').textContent()).toContain(String(here.published.length + 1));
    });
  });

  it('says of each chart that was left out why', async () => {
    await visit('/extensions/repositories', async ({ page }) => {
      await row(page, 'stable').getByRole('button', { name: '1 chart left out' }).click();
      const drawer = page.getByRole('dialog', { name: 'stable' });
      await drawer.getByText('ghost 1.0.0').waitFor();
      await drawer.getByText('LB7217').first().waitFor();
      await drawer.getByText('pilot, with a password').waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(new URL(page.url()).search).toBe('?repository=stable');
    });
  });

  it('keeps its password when something else of it is changed, and no page ever shows it', async () => {
    await visit('/extensions/repositories', async ({ page }) => {
      const bodies: Promise<string>[] = [];
      page.on('response', (response) => {
        if (/\/(?:api|apis)\/.*repositories/.test(response.url())) bodies.push(response.text().catch(() => ''));
      });
      await page.reload();
      await row(page, 'stable').getByRole('button', { name: 'Actions for stable' }).click();
      await page.getByRole('menuitem', { name: 'Edit' }).click();
      const dialog = page.getByRole('dialog', { name: 'Edit stable' });
      expect(await dialog.getByLabel('Password', { exact: true }).inputValue()).toBe('');
      await dialog.getByLabel('Description').fill('Tides and more');
      const before = here.repository.requests.length;
      await dialog.getByRole('button', { name: 'Save' }).click();
      await row(page, 'stable').getByText('Tides and more').waitFor();
      await expect
        .poll(() => here.repository.requests.slice(before).map(({ status }) => status), { timeout: 20_000 })
        .toContain(200);
      expect(here.repository.requests.slice(before).filter(({ status }) => status === 401)).toEqual([]);
      expect((await Promise.all(bodies)).join().includes(PILOT.password)).toBe(false);
    });
  });
});

describe('a registry', () => {
  it('is a repository like any other', { timeout: 120_000 }, async () => {
    await pushToRegistry(
      testPackage({ name: 'lantern', version: '1.2.0', metadata: { provider: { en: { name: 'Lamps' } } } }),
    );
    await visit('/extensions/repositories?add', async ({ page, watch }) => {
      watch.expect(/status of 50\d/);
      const dialog = page.getByRole('dialog', { name: 'Add a repository' });
      await dialog.getByLabel('Address').fill(`oci://${here.registry.host}/extensions`);
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('registry');
      await dialog.getByLabel('User name').fill(REGISTRY_USER.username);
      await dialog.getByLabel('Password', { exact: true }).fill('not the password');
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByRole('alert').getByText('LB7206').waitFor();
      await dialog.getByLabel('Password', { exact: true }).fill(REGISTRY_USER.password);
      await dialog.getByRole('button', { name: 'Check' }).click();
      await dialog.getByText('An OCI registry with 1 extension').waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await row(page, 'registry').getByText('Synced').waitFor({ timeout: 30_000 });
    });
    await visit('/extensions/marketplace?repository=registry', async ({ page }) => {
      await card(page, 'lantern').getByText('1.2.0').waitFor();
    });
  });
});

describePagesForEverybody(here, [
  '/extensions/repositories',
  '/extensions/repositories?repository=stable',
  '/extensions/repositories?add',
]);

describe('a repository that goes', () => {
  it('out of reach says why, and takes nothing away', async () => {
    here.repository.failWith(503);
    await visit('/extensions/repositories', async ({ page }) => {
      await row(page, 'stable').getByRole('button', { name: 'Actions for stable' }).click();
      await page.getByRole('menuitem', { name: 'Sync now' }).click();
      await row(page, 'stable').getByText('Cannot be read').waitFor({ timeout: 30_000 });
    });
    await visit('/extensions/marketplace', async ({ page }) => {
      await page.getByText('Not up to date: stable').waitFor();
      await page.getByRole('searchbox').fill('tide');
      await card(page, 'tide-tables').waitFor();
      // As it is where nothing came with the product, and no repository was ever reached.
      await page.route('**/api/center/catalogue', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), extensions: [] } });
      });
      await page.route('**/api/center/repositories', async (route) => {
        const response = await route.fetch();
        const { repositories } = (await response.json()) as { repositories: { name: string }[] };
        await route.fulfill({ response, json: { repositories: repositories.filter(({ name }) => name === 'stable') } });
      });
      await page.reload();
      await page.getByText('No repository can be reached').waitFor();
      await page.getByText(/LB72\d\d/).waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Upload a package' }).last().click();
      await page.getByRole('dialog', { name: 'Upload a package' }).waitFor();
      await page.unrouteAll({ behavior: 'wait' });
    });
    here.repository.failWith(undefined);
  });

  it('for good takes along what is not installed, after a question', async () => {
    await visit('/extensions/marketplace?q=tide', async ({ page: shop }) => {
      await card(shop, 'tide-tables').waitFor();
      await visit('/extensions/repositories', async ({ page }) => {
        await row(page, 'stable').getByRole('button', { name: 'Actions for stable' }).click();
        await page.getByRole('menuitem', { name: 'Delete' }).click();
        const question = page.getByRole('alertdialog', { name: 'Delete the repository stable' });
        await question.getByText(/leave the catalogue with it: \d/).waitFor();
        await question.getByRole('button', { name: 'Delete' }).click();
        await row(page, 'stable').waitFor({ state: 'detached', timeout: 20_000 });
      });
      // The other page follows by itself.
      await card(shop, 'tide-tables').waitFor({ state: 'detached', timeout: 30_000 });
      await shop.getByText('No extension matches').waitFor();
    });
  });
});

/** As the authors of packages do. */
async function pushToRegistry(archive: Uint8Array): Promise<void> {
  await using folder = await temporaryFolder();
  const [kubeconfig, file] = [join(folder.path, 'kubeconfig'), join(folder.path, 'package.tgz')];
  // Helm is not to talk to any cluster here.
  await writeFile(kubeconfig, '');
  await writeFile(file, archive);
  await using helm = await createHelm(KUBE_RELEASES.at(-1) as KubeRelease, kubeconfig);
  const { username, password } = REGISTRY_USER;
  const words = ['registry', 'login', here.registry.host, '--username', username, '--password', password];
  // Helm 4 asks for it by another name.
  const plain = await helm.try(...words, '--plain-http');
  if (plain.code !== 0) await helm(...words, '--insecure');
  await helm('push', file, `oci://${here.registry.host}/extensions`, '--plain-http');
}
