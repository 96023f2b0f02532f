import { realPackages } from '@luban/extension-package/testing';
import type { Catalogue, Preview, VersionDetail } from '@luban/manifest/center-api';
import { expect, test, vi } from 'vitest';
import { testHelm } from '../releases/testing/test-releases.ts';
import { eventually } from '../test-support/eventually.ts';
import { centerServer } from './testing/center-server.ts';

vi.setConfig({ testTimeout: 120_000 });

const archives = await realPackages();

test('packages that people really install are shown with what they are and need', {
  skip: archives.size === 0,
}, async () => {
  const { path: helm } = await testHelm();
  const { ask, post } = await centerServer({ helm });
  const uploaded = new Map<string, string>();
  for (const [file, archive] of archives) {
    const headers = { 'content-type': 'application/gzip' };
    const response = await ask('POST', '/api/center/packages', { headers, payload: Buffer.from(archive) });
    expect(response.statusCode, `${file}: ${response.body}`).toBe(201);
    const { name, version } = response.json<{ name: string; version: string }>();
    uploaded.set(name, version);
  }
  const catalogue = await eventually(async () => {
    const found = (await ask('GET', '/api/center/catalogue')).json<Catalogue>();
    const names = found.extensions.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...uploaded.keys()]));
    for (const { category } of found.extensions) expect(found.categories.map(({ name }) => name)).toContain(category);
    return found;
  });
  for (const [name, version] of uploaded) {
    const card = catalogue.extensions.find((one) => one.name === name)!;
    expect(card, name).toMatchObject({
      displayName: { en: expect.stringMatching(/\w/), zh: expect.stringMatching(/[\u4e00-\u9fff\w]/) },
      ...{ latestVersion: version, recommendedVersion: version },
      icon: expect.stringMatching(/^\/api\/center\//),
    });
    const icon = await ask('GET', card.icon!);
    expect(icon.headers['content-type'], name).toMatch(/^image\//);
    expect(icon.rawPayload.length).toBeGreaterThan(100);
    const detail = (await ask('GET', `/api/center/extensions/${name}/versions/${version}`)).json<VersionDetail>();
    expect(detail.readme.en!.length, name).toBeGreaterThan(50);
    expect(detail.charts.extension.length + detail.charts.agent.length + detail.charts.both.length).toBeGreaterThan(0);
    for (const picture of detail.screenshots) {
      expect((await ask('GET', picture)).headers['content-type']).toMatch(/^image\//);
    }
  }
  for (const { name, count } of catalogue.categories) {
    expect(count).toBe(catalogue.extensions.filter(({ category }) => category === name).length);
  }

  const operator = uploaded.get('ob-operator');
  if (operator !== undefined && uploaded.has('cert-manager')) {
    const preview = (await post('ob-operator/preview', { version: operator })).json<Preview>();
    // Helm says the same in its own way: nobody serves the kinds that the other one brings.
    expect(preview.blocking).toMatchObject([
      { code: 'LB7405', params: { dependency: 'cert-manager' } },
      { code: 'LB7507', params: { kind: 'Certificate' } },
    ]);
    expect(preview.dependencies).toMatchObject([
      { name: 'cert-manager', required: true, state: 'missing', available: uploaded.get('cert-manager') },
    ]);
    const refused = await post('ob-operator/install', { version: operator, consent: preview.permissions.digest });
    expect(refused.statusCode).toBe(409);
    expect(refused.json()).toMatchObject({ problems: [{ code: 'LB7405', params: { dependency: 'cert-manager' } }] });
  }
  const metrics = uploaded.get('metrics-server');
  if (metrics !== undefined) {
    // All of it is an agent.
    const asked = { version: metrics, clusters: ['host'] };
    const preview = (await post('metrics-server/preview', asked)).json<Preview>();
    expect(preview.blocking).toEqual([]);
    const added = preview.objects.added.map(({ cluster, kind }) => `${cluster} ${kind}`);
    expect(added).toEqual(expect.arrayContaining(['host Deployment', 'host APIService']));
  }
});
