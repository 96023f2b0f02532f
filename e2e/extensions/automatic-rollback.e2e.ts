import { describe, expect, it } from 'vitest';
import type { Fixture } from '../support/fixture-extension.ts';
import { offeredPackage } from '../support/offered-package.ts';
import { failing, harmless } from '../support/poison.ts';
import { problemPanels } from '../support/problem-panel.ts';
import { stage } from '../support/stage.ts';

describe('a version that fails in every session', () => {
  const here = stage();

  const upload = async (fixture: Fixture) => {
    const response = await here.product.api.request('POST', '/api/center/packages', offeredPackage(fixture));
    expect(response.status, await response.clone().text()).toBe(201);
  };
  const plans = '/apis/kubesphere.io/v1alpha1/installplans';
  const plan = async () => {
    const response = await here.product.api.request('GET', `${plans}/tides`);
    return (await response.json()) as {
      spec: { extension: { version: string } };
      status?: { state?: string; version?: string };
    };
  };
  const installed = (version: string) =>
    expect.poll(async () => (await plan()).status, { timeout: 60_000 }).toMatchObject({ state: 'Installed', version });

  it('is taken back by the server after three, everywhere, and the administrator is told why', {
    timeout: 240_000,
  }, async () => {
    const { api } = here.product;
    await upload({ ...harmless('tides'), version: '1.0.0', title: 'Tides' });
    await upload({ ...failing('tides', '1.1.0'), title: 'Tides' });
    const created = await api.request('POST', plans, {
      apiVersion: 'kubesphere.io/v1alpha1',
      kind: 'InstallPlan',
      metadata: { name: 'tides' },
      spec: { extension: { name: 'tides', version: '1.0.0' }, enabled: true },
    });
    expect(created.status).toBe(201);
    await installed('1.0.0');

    await using watcher = await here.browser.person(here.product);
    const { page: first, watch } = await watcher.open('/tides');
    watch.expect(/boom in activate|LB40/);
    await first.getByRole('heading', { name: 'Page of tides' }).waitFor();

    const consent = await rightsDigest('1.1.0');
    const upgraded = await api.request('POST', '/api/center/extensions/tides/upgrade', { version: '1.1.0', consent });
    expect(upgraded.status, await upgraded.clone().text()).toBe(202);
    await installed('1.1.0');
    // Whoever comes sooner has the old one, and stays with it.
    await expect.poll(async () => (await api.request('GET', '/api/index')).text()).toContain('1.1.0');

    /** Sessions of which the server knows that the new version fails in them. */
    const failed = async () => {
      const found = await (await api.request('GET', '/api/center/installations/tides')).json();
      return (found as { healthDetail?: { current: { failed: number } } }).healthDetail?.current.failed;
    };
    for (let session = 2; session <= 3; session++) {
      await here.visit('/tides', async ({ page, watch: watched }) => {
        watched.expect(/boom in activate|LB40/);
        await problemPanels(page.getByRole('main'), /LB4001/).waitFor();
        // Nobody does anything: what the tab reports is enough.
        if (session === 3) await installed('1.0.0');
        if (session === 3) await page.getByRole('heading', { name: 'Page of tides' }).waitFor({ timeout: 60_000 });
        else await expect.poll(failed).toBe(session);
      });
    }
    // The tab that stood open all the time still shows what works, and says what happened.
    await first.getByRole('heading', { name: 'Page of tides' }).waitFor();
    await first
      .getByText(/went back to 1\.0\.0/)
      .first()
      .waitFor();
    const shown = await (await api.request('GET', '/api/center/installations/tides')).json();
    expect(shown).toMatchObject({
      version: '1.0.0',
      healthDetail: { rolledBack: { from: '1.1.0', to: '1.0.0', sessions: 3, failed: 3, problem: { code: 'LB7632' } } },
    });
  });

  async function rightsDigest(version: string): Promise<string> {
    const response = await here.product.api.request('GET', `/api/center/extensions/tides/versions/${version}`);
    return ((await response.json()) as { permissions: { digest: string } }).permissions.digest;
  }
});
