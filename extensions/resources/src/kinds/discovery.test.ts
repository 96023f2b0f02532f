import { describe, expect, it } from 'vitest';
import { discoverKinds } from './discovery.ts';

const VERBS = ['get', 'list', 'watch'];
const core = { name: 'pods', kind: 'Pod', namespaced: true, verbs: VERBS, shortNames: ['po'] };

function server(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const fetch = async (input: string | URL) => {
    asked.push(String(input));
    const answer = answers[String(input)];
    if (answer === undefined)
      return Response.json({ kind: 'Status', reason: 'NotFound', message: 'no' }, { status: 404 });
    return Response.json(answer);
  };
  return { fetch, asked };
}

const discovery = (items: unknown[]) => ({ kind: 'APIGroupDiscoveryList', items });
const resource = (name: string, kind: string, more = {}) => ({
  resource: name,
  responseKind: { kind },
  scope: 'Namespaced',
  verbs: VERBS,
  ...more,
});

describe('what a cluster serves', () => {
  it('is asked in two requests where the server can tell it all', async () => {
    const { fetch, asked } = server({
      '/clusters/eu/api': discovery([
        { metadata: {}, versions: [{ version: 'v1', resources: [resource('pods', 'Pod', { shortNames: ['po'] })] }] },
      ]),
      '/clusters/eu/apis': discovery([
        {
          metadata: { name: 'acme.dev' },
          versions: [
            {
              version: 'v2',
              resources: [resource('widgets', 'Widget'), resource('probes', 'Probe', { verbs: ['create'] })],
            },
            {
              version: 'v1',
              resources: [resource('widgets', 'Widget'), resource('gears', 'Gear', { scope: 'Cluster' })],
            },
          ],
        },
      ]),
    });
    const kinds = await discoverKinds(fetch, 'eu');
    expect(asked).toHaveLength(2);
    expect(kinds.map(({ group, version, resource, namespaced }) => [group, version, resource, namespaced])).toEqual([
      ['acme.dev', 'v1', 'gears', false],
      ['', 'v1', 'pods', true],
      ['acme.dev', 'v2', 'widgets', true],
    ]);
    expect(kinds[1]?.shortNames).toEqual(['po']);
  });

  it('is asked group by group of an older server, and a group that does not answer is left out', async () => {
    const { fetch } = server({
      '/clusters/old/api': { kind: 'APIVersions', versions: ['v1'] },
      '/clusters/old/api/v1': {
        resources: [core, { ...core, name: 'pods/log' }, { name: 'bindings', kind: 'Binding', verbs: ['create'] }],
      },
      '/clusters/old/apis': {
        kind: 'APIGroupList',
        groups: [
          { preferredVersion: { groupVersion: 'apps/v1' } },
          { preferredVersion: { groupVersion: 'metrics.k8s.io/v1beta1' } },
        ],
      },
      '/clusters/old/apis/apps/v1': { resources: [{ ...core, name: 'deployments', kind: 'Deployment' }] },
    });
    const kinds = await discoverKinds(fetch, 'old');
    expect(kinds.map(({ group, resource }) => `${group}/${resource}`)).toEqual(['apps/deployments', '/pods']);
  });

  it('fails when the cluster cannot be asked at all', async () => {
    const { fetch } = server({});
    await expect(discoverKinds(fetch, 'gone')).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
  });

  it('makes nothing of an answer that makes no sense', async () => {
    const { fetch } = server({
      '/clusters/x/api': discovery([null, { versions: 'no' }, { metadata: 1, versions: [{ resources: [3] }] }]),
      '/clusters/x/apis': { groups: 7 },
    });
    expect(await discoverKinds(fetch, 'x')).toEqual([]);
  });
});
