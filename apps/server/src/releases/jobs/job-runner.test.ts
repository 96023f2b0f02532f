import { expect, test } from 'vitest';
import { CHART, IMAGE, jobStage } from '../testing/job-stage.ts';

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const SECRETS = { group: '', version: 'v1', resource: 'secrets' };

test('installs and uninstalls by Jobs of the target namespace, by the account of the executor', {
  timeout: 40_000,
}, async () => {
  const { releases, spec, run, host, kubelet, jobs, lines } = await jobStage();
  const one = await spec(CHART);
  expect((await releases.render(one, run)).objects).toMatchObject([{ kind: 'ConfigMap', name: 'config' }]);
  await releases.prepare(one, one.package.permissions);
  expect(await releases.apply(one, run)).toMatchObject({ revision: 1 });
  expect(await host.api.client.get({ ...CONFIG_MAPS, namespace: one.namespace, name: 'config' })).toMatchObject({
    metadata: { labels: { 'kubesphere.io/extension-ref': 'tide-clock' } },
    data: { text: 'one' },
  });
  expect(lines.join('\n')).toContain('STATUS: deployed');
  const [job] = await jobs();
  expect(job).toMatchObject({
    metadata: {
      name: expect.stringMatching(/^helm-install-tide-clock-[a-z\d]{6}$/),
      namespace: 'extension-tide-clock',
      labels: {
        name: job?.metadata.name,
        'kubesphere.io/managed': 'true',
        'kubesphere.io/extension-ref': 'tide-clock',
      },
      annotations: {
        'executor.kubesphere.io/action': 'install',
        'executor.kubesphere.io/config-hash': expect.any(String),
      },
    },
    spec: {
      backoffLimit: 0,
      template: {
        spec: { serviceAccountName: 'helm-executor.tide-clock', containers: [{ image: IMAGE, command: ['helm'] }] },
      },
    },
  });
  await releases.uninstall(one, run);
  expect(await releases.state(one)).toBeUndefined();
  expect(kubelet.started.map(({ args }) => args[0])).toEqual([
    'version',
    'template',
    'upgrade',
    'upgrade',
    'uninstall',
  ]);
  // Nothing that was given to them is left, and nobody's credentials were.
  expect(kubelet.started.flatMap(({ files }) => files)).not.toContain('kubeconfig');
  const { items } = await host.api.client.list(SECRETS, { namespace: one.namespace });
  expect(items.filter(({ metadata }) => metadata.name?.startsWith('helm-'))).toEqual([]);
  expect((await releases.remains(one)).filter(({ why }) => why === 'other')).toEqual([]);
});

test('reaches a member by a token of the executor there, and by nothing of LuBan’s', { timeout: 30_000 }, async () => {
  const { releases, spec, run, clusters, kubelet } = await jobStage(['edge']);
  const agent = await spec(CHART, { part: 'agent', cluster: 'edge' });
  await releases.prepare(agent, agent.package.permissions);
  await releases.apply(agent, run);
  const there = clusters.get('edge')!.connection.client();
  expect(await there.get({ ...CONFIG_MAPS, namespace: agent.namespace, name: 'agent-config' })).toMatchObject({
    data: { role: 'member' },
  });
  const { args, files, job } = kubelet.started.at(-1)!;
  expect(files).toEqual(['chart.tgz', 'injected.json', 'kubeconfig', 'values.yaml']);
  expect(args).not.toContain('--kube-as-user');
  expect(job.spec).toMatchObject({ template: { spec: { automountServiceAccountToken: false } } });
});
