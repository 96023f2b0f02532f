import type { TestPackage } from '@luban/extension-package/testing';
import { CATALOGUE } from '@luban/manifest/messages';
import { describe, expect, it } from 'vitest';
import { type TestReleases, testReleases } from '../../apps/server/src/releases/testing/test-releases.ts';
import { KUBE_RELEASES, type KubeRelease, kubeBinaries } from '../support/kube-binaries.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const JOBS = { group: 'batch', version: 'v1', resource: 'jobs' };
const PODS = { group: '', version: 'v1', resource: 'pods' };
const NAMESPACE = 'extension-tide-clock';

/** A package with one template. */
const withTemplate = (text: string, rest: TestPackage = {}): TestPackage => ({
  charts: { host: { tags: ['extension'], files: { 'templates/object.yaml': text } } },
  ...rest,
});

const configMap = (name: string, more = 'data: {a: b}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n${more}\n`;
const clusterRole = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: tides-reader}
rules: [{apiGroups: [tides.example.com], resources: [tides], verbs: [get]}]
`;
const rbac = { apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['get', 'create'] };
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example/web:none"}]}
`;
const hook = `apiVersion: batch/v1
kind: Job
metadata: {name: migrate, annotations: {helm.sh/hook: pre-install}}
spec:
  backoffLimit: 0
  template: {spec: {restartPolicy: Never, containers: [{name: migrate, image: migrate}]}}
`;

interface Case {
  name: string;
  package: TestPackage;
  values?: string;
  code: string;
  params: Record<string, unknown>;
  before?(stage: TestReleases): Promise<unknown>;
  during?(stage: TestReleases): Promise<unknown>;
  timeout?: number;
}

const CASES: Case[] = [
  {
    name: 'a right that permissions.yaml lacks',
    package: withTemplate(clusterRole),
    code: 'LB7504',
    params: {
      verb: 'get',
      what: 'clusterroles.rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      rule: '{apiGroups: ["rbac.authorization.k8s.io"], resources: [clusterroles], verbs: [get]}',
    },
  },
  {
    name: 'a role with more rights than the installer has',
    package: withTemplate(clusterRole, { permissions: [{ kind: 'ClusterRole', rules: [rbac] }] }),
    code: 'LB7526',
    params: { rules: expect.stringContaining('tides.example.com') },
  },
  {
    name: 'another Kubernetes',
    package: withTemplate(configMap('a'), { metadata: { kubeVersion: '>=9.0.0-0' } }),
    code: 'LB7509',
    params: { range: '>=9.0.0-0', version: expect.stringMatching(/^v1\./) },
  },
  {
    name: 'values that the schema does not take',
    package: withTemplate(configMap('a'), {
      valuesSchema: { type: 'object', properties: { replicas: { type: 'integer' } } },
    }),
    values: 'replicas: many',
    code: 'LB7510',
    params: { reason: expect.stringMatching(/replicas/) },
  },
  {
    name: 'a template that fails',
    package: withTemplate(`${configMap('a')}# {{ fail "a port is needed" }}\n`),
    code: 'LB7511',
    params: {
      file: expect.stringMatching(/templates\/object\.yaml:5$/),
      reason: expect.stringContaining('a port is needed'),
    },
  },
  {
    name: 'a template that makes no YAML',
    package: withTemplate('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a\n'),
    code: 'LB7512',
    params: { file: expect.stringMatching(/templates\/object\.yaml$/) },
  },
  {
    name: 'a kind that nobody has defined',
    package: withTemplate('apiVersion: tides.example.com/v1\nkind: Tide\nmetadata: {name: high}\n'),
    code: 'LB7507',
    params: { kind: 'Tide', apiVersion: 'tides.example.com/v1' },
  },
  {
    name: 'an object that is nobody’s',
    package: withTemplate(configMap('taken')),
    before: ({ host }) =>
      host.api.client.create(
        { ...CONFIG_MAPS, namespace: NAMESPACE },
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'taken' } },
      ),
    code: 'LB7508',
    params: { kind: 'ConfigMap', name: `${NAMESPACE}/taken`, owner: 'no release' },
  },
  {
    name: 'an object of another release',
    package: withTemplate(configMap('others')),
    before: ({ host }) =>
      host.api.client.create(
        { ...CONFIG_MAPS, namespace: NAMESPACE },
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: 'others',
            labels: { 'app.kubernetes.io/managed-by': 'Helm' },
            annotations: { 'meta.helm.sh/release-name': 'moon', 'meta.helm.sh/release-namespace': 'sky' },
          },
        },
      ),
    code: 'LB7508',
    params: { owner: 'the release moon in sky' },
  },
  {
    name: 'an object that is not valid',
    package: withTemplate(configMap('Not_A_Name')),
    code: 'LB7521',
    params: { what: expect.stringContaining('Not_A_Name') },
  },
  {
    name: 'a configuration that is no YAML',
    package: withTemplate(configMap('a')),
    values: 'a: [1',
    code: 'LB7522',
    params: {},
  },
  {
    name: 'pods that never become ready',
    package: withTemplate(deployment),
    timeout: 4_000,
    during: async ({ host }) => {
      const { client } = host.api;
      const metadata = { name: 'web-1', labels: { app: 'web' } };
      const spec = { containers: [{ name: 'web', image: 'registry.example/web:none' }] };
      await client.create({ ...PODS, namespace: NAMESPACE }, { apiVersion: 'v1', kind: 'Pod', metadata, spec });
      const waiting = { reason: 'ImagePullBackOff', message: 'Back-off pulling image' };
      const status = {
        phase: 'Pending',
        containerStatuses: [{ name: 'web', ready: false, restartCount: 0, image: '', imageID: '', state: { waiting } }],
      };
      const ref = { ...PODS, namespace: NAMESPACE, name: 'web-1', subresource: 'status' };
      await client.patch(ref, 'merge', { status });
    },
    code: 'LB7505',
    params: {
      what: expect.stringMatching(/^Deployment web: 0\/1; pod web-1: ImagePullBackOff registry\.example\/web:none/),
    },
  },
  {
    name: 'a hook that fails',
    package: withTemplate(hook),
    during: async ({ host }) => {
      const ref = { ...JOBS, namespace: NAMESPACE, name: 'migrate' };
      await expect.poll(() => host.api.client.get(ref).catch(() => undefined), { timeout: 60_000 }).toBeDefined();
      const conditions = [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }];
      await host.api.client.patch({ ...ref, subresource: 'status' }, 'merge', { status: { failed: 1, conditions } });
    },
    code: 'LB7517',
    params: { hook: 'pre-install' },
  },
  {
    name: 'a release that is too large for helm',
    package: withTemplate(
      '{{ range $i := until 3 }}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: large-{{ $i }}}\ndata: {text: {{ randAlphaNum 800000 }}}\n{{ end }}',
    ),
    code: 'LB7516',
    params: {},
  },
];

describe.each(KUBE_RELEASES)('what helm of %s fails at is told by number', (release) => {
  it.each(CASES)('$name', async (one) => {
    const stage = await startStage(release);
    const { releases, run } = stage;
    const spec = await stage.spec(one.package, { values: one.values });
    await releases.prepare(spec, spec.package.permissions);
    await one.before?.(stage);
    const during = one.during?.(stage);
    const error: unknown = await releases
      .apply(spec, { ...run, timeout: one.timeout ?? 60_000 })
      .catch((failure: unknown) => failure);
    await during;
    expect(error).toMatchObject({ code: one.code, params: { release: 'tide-clock', cluster: 'host', ...one.params } });
    const { code, params } = error as { code: string; params: Record<string, string> };
    const needed = JSON.stringify(CATALOGUE[code]).matchAll(/\{(\w+)\}/g);
    for (const [, name = ''] of needed) expect(params).toHaveProperty(name);
    // Whatever it was, it is as before then.
    expect(await releases.recover(spec, run)).toBeUndefined();
    const left = await releases.remains(spec);
    expect(left.filter(({ why }) => why !== 'rights' && why !== 'namespace').map(({ name }) => name)).toEqual([]);
  });

  it('an upgrade that changes what never changes goes back', async () => {
    const { releases, run, spec, host } = await startStage(release);
    const first = await spec(withTemplate(configMap('fixed', 'immutable: true\ndata: {a: one}')));
    await releases.prepare(first, first.package.permissions);
    await releases.apply(first, run);
    const second = await spec(
      withTemplate(configMap('fixed', 'immutable: true\ndata: {a: two}'), { version: '2.0.0' }),
    );
    await expect(releases.apply(second, run)).rejects.toMatchObject({ code: 'LB7506', params: { name: 'fixed' } });
    expect(await releases.state(first)).toMatchObject({
      status: 'failed',
      lastGood: { revision: 1, version: '1.0.0' },
    });
    expect(await releases.recover(first, run)).toMatchObject({ status: 'deployed', version: '1.0.0' });
    const ref = { ...CONFIG_MAPS, namespace: NAMESPACE, name: 'fixed' };
    expect(await host.api.client.get(ref)).toMatchObject({ data: { a: 'one' } });
    await expect(releases.rollback(first, 77, run)).rejects.toMatchObject({ code: 'LB7520' });
  });

  it('a run that is cancelled leaves nothing behind', async () => {
    const { releases, run, spec } = await startStage(release);
    const one = await spec(withTemplate(deployment));
    await releases.prepare(one, one.package.permissions);
    const cancel = new AbortController();
    const log = (line: string) => {
      if (/wait/.test(line)) cancel.abort();
    };
    await expect(releases.apply(one, { ...run, log, signal: cancel.signal })).rejects.toMatchObject({ code: 'LB7514' });
    expect(await releases.recover(one, run)).toBeUndefined();
    expect((await releases.remains(one)).filter(({ kind }) => kind === 'Deployment')).toEqual([]);
  });

  it('secrets are in no line of the log, and in no reason', async () => {
    const { releases, run, spec, lines, host } = await startStage(release);
    const secret = `apiVersion: v1
kind: Secret
metadata: {name: credentials}
stringData: {password: {{ .Values.global.password }}, derived: {{ printf "derived-%s" .Values.global.password }}}
`;
    const values = 'global: {password: correct-horse-battery}';
    const one = await spec(withTemplate(secret), { values });
    await releases.prepare(one, one.package.permissions);
    await releases.apply(one, run);
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.join('\n')).not.toMatch(/correct-horse|Y29ycmVjdC1ob3JzZ/);
    const failing = await spec(withTemplate(`${configMap('a')}# {{ fail .Values.global.password }}\n`), { values });
    const error = await releases.apply(failing, run).catch((failure: unknown) => JSON.stringify(failure));
    expect(error).toContain('LB7511');
    expect(error).not.toContain('correct-horse');
    expect(host.api.errors).toEqual([]);
  });
});

const startStage = async (release: KubeRelease): Promise<TestReleases> =>
  testReleases({ helm: (await kubeBinaries(release)).helm });
