import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExtensionManifest } from '@luban/manifest';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atOnceClock } from '../support/at-once.ts';
import { fixtureFiles } from '../support/fixture-extension.ts';
import { packExtension } from '../support/fixture-package.ts';
import { pageExtension } from '../support/index-faults.ts';
import { createKubectl, type Kubectl } from '../support/kubectl.ts';
import { versioned } from '../support/live-fixtures.ts';
import { stage } from '../support/stage.ts';

/** From the return of kubectl to the pixels in the open tab. */
const atOnce = atOnceClock();

const menuItem = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true });

const SIGNPOST = {
  apiVersion: 'luban.dev/v1',
  name: 'signpost',
  version: '1.0.0',
  displayName: { en: 'Signpost' },
  contributes: {
    menus: [{ slot: 'global', id: 'runbooks', title: 'Runbooks', href: 'https://runbooks.acme.example/' }],
  },
};

function bundle(manifest: { name: string; version: string }, spec: Record<string, unknown> = {}) {
  return {
    apiVersion: 'extensions.luban.dev/v1alpha1',
    kind: 'UIBundle',
    metadata: { name: manifest.name },
    spec: { version: manifest.version, manifest, ...spec },
  };
}

describe('a UIBundle in the cluster', () => {
  const here = stage({ extensions: () => [pageExtension('healthy')] });
  let kubectl: Kubectl;
  beforeAll(async () => {
    kubectl = await createKubectl('v35', join(here.product.dataDir, 'kubeconfig'));
  });
  afterAll(() => kubectl[Symbol.asyncDispose]());

  const write = async (file: string, object: unknown) => {
    await writeFile(join(kubectl.home, file), JSON.stringify(object));
    return file;
  };

  it('that kubectl applies has its menus in open tabs within a second, and none after kubectl deletes it', async () => {
    await here.visit('/healthy', async ({ page, watch }) => {
      await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
      await kubectl(`apply -f ${await write('signpost.json', bundle(SIGNPOST))}`);
      await atOnce((within) => menuItem(page, 'Runbooks').waitFor(within));
      await kubectl(`patch uibundle signpost --type=merge -p '{"status":{"state":"Disabled"}}'`);
      await atOnce((within) => menuItem(page, 'Runbooks').waitFor({ state: 'detached', ...within }));
      await kubectl(`patch uibundle signpost --type=merge -p '{"status":{"state":"Available"}}'`);
      await atOnce((within) => menuItem(page, 'Runbooks').waitFor(within));
      await kubectl('delete uibundle signpost');
      await atOnce((within) => menuItem(page, 'Runbooks').waitFor({ state: 'detached', ...within }));
      expect(watch.navigations()).toBe(1);
    });
  });

  it('brings its files out of a ConfigMap, and its page works', async () => {
    const fixture = versioned('harbour', '1.0.0');
    await writeFile(join(kubectl.home, 'package.tgz'), await packExtension(fixture));
    await kubectl('create configmap harbour --from-file=package.tgz');
    const manifest = JSON.parse(fixtureFiles(fixture)['ui/extension.json']!) as ExtensionManifest;
    const configMapRef = { namespace: 'default', name: 'harbour', key: 'package.tgz' };
    await here.visit('/healthy', async ({ page }) => {
      await page.getByRole('heading', { name: 'Page of healthy' }).waitFor();
      await kubectl(`apply -f ${await write('harbour.json', bundle(manifest, { source: { configMapRef } }))}`);
      await menuItem(page, 'Go to harbour').click();
      await page.getByRole('heading', { name: 'harbour 1.0.0' }).waitFor();
    });
    await kubectl('delete uibundle/harbour configmap/harbour');
  });

  it('shows what the console does, and the console what kubectl does', async () => {
    expect(await kubectl('get uibundles')).toMatch(/healthy\s+1\.0\.0\s+Available/);
    await here.product.api.disable('healthy');
    expect(await kubectl('get uibundle healthy -o jsonpath={.status.state}')).toBe('Disabled');
    await here.product.api.enable('healthy');
    await here.product.api.install(await packExtension(versioned('ferry', '1.0.0')));
    expect(await kubectl('get uibundle ferry -o jsonpath={.spec.source.package}')).toBe('ferry-1.0.0');
    await here.product.api.remove('ferry');
    expect((await kubectl.try('get uibundle ferry')).stderr).toContain('NotFound');
  });
});

it('all of that shows within a second', () => atOnce.proven());
