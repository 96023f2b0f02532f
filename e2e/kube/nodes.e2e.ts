import { describe, expect, it } from 'vitest';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, manifest, table } from '../support/kube-stage.ts';
import type { Kubectl } from '../support/kubectl.ts';

const stage = kubeStage();

/** Each kubectl has a node to itself, for what nobody else may be disturbed by. */
async function ownNode(kubectl: Kubectl): Promise<string> {
  const names = table(await kubectl('get nodes')).rows.map(({ NAME = '' }) => NAME);
  return names.filter((name) => name.startsWith('worker'))[kubectl.release === 'v32' ? 0 : 1] ?? '';
}

describe.concurrent.each(KUBE_RELEASES)('kubectl on the cluster, %s', (release) => {
  it('cordons, taints and drains nodes', async () => {
    const kubectl = stage.kubectl(release);
    const node = await ownNode(kubectl);
    expect(await kubectl(`cordon ${node}`)).toBe(`node/${node} cordoned\n`);
    expect(table(await kubectl(`get node ${node}`)).rows).toMatchObject([{ STATUS: 'Ready,SchedulingDisabled' }]);
    expect(await kubectl(`cordon ${node}`)).toBe(`node/${node} already cordoned\n`);
    expect(await kubectl(`uncordon ${node}`)).toBe(`node/${node} uncordoned\n`);
    expect(await kubectl(`taint node ${node} owner=tests:NoSchedule`)).toBe(`node/${node} tainted\n`);
    expect((await kubectl.try(`taint node ${node} owner=tests:NoSchedule`)).stderr).toBe(
      `error: node ${node} already has owner taint(s) with same effect(s) and --overwrite is false\n`,
    );
    const pinned = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent' },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: {
          metadata: { labels: { app: 'agent' } },
          spec: {
            containers: [{ name: 'main', image: 'busybox', command: ['sleep', '3600'] }],
            nodeSelector: { 'kubernetes.io/hostname': node },
            tolerations: [{ key: 'owner', operator: 'Exists' }],
          },
        },
      },
    };
    await kubectl(`apply -f ${await manifest(kubectl, 'agent.json', JSON.stringify(pinned))}`);
    const deployment = { ...pinned, kind: 'Deployment', metadata: { name: 'moves' } };
    const labels = JSON.stringify(deployment).replaceAll('"agent"', '"moves"');
    await kubectl(`apply -f ${await manifest(kubectl, 'moves.json', labels)}`);
    await kubectl('rollout status deployment/moves --timeout=150s');
    await kubectl('rollout status daemonset/agent --timeout=150s');
    const lone = '{"spec":{"nodeSelector":{"kubernetes.io/hostname":"NODE"},"tolerations":[{"operator":"Exists"}]}}';
    await kubectl(`run lone --image=busybox --overrides='${lone.replace('NODE', node)}' --command -- sleep 3600`);
    await kubectl('wait pod/lone --for=condition=Ready --timeout=150s');
    const refused = await kubectl.try(`drain ${node}`);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/cannot delete .*DaemonSet-managed Pods.*\/agent-/);
    expect(refused.stderr).toMatch(/cannot delete .*Pods that declare no controller.*\/lone/);
    const drained = await kubectl(`drain ${node} --ignore-daemonsets --force --delete-emptydir-data --timeout=150s`, {
      timeout: 180_000,
    });
    expect(drained).toMatch(/^node\/\S+ (already )?cordoned\n/);
    expect(drained).toMatch(/\npod\/moves-\S+ evicted\n/);
    expect(drained).toMatch(/\npod\/lone evicted\n/);
    expect(drained).toMatch(new RegExp(`\nnode/${node} drained\n$`));
    await kubectl.until('get pods -l app=moves', /moves-\S+ +0\/1 +Pending /);
    expect(await kubectl.until('describe pod -l app=moves', /FailedScheduling/)).toMatch(
      /Warning +FailedScheduling +\S+( \(x\d+ over \S+\))? +default-scheduler +0\/\d nodes are available: /,
    );
    expect(await kubectl(`taint node ${node} owner-`)).toBe(`node/${node} untainted\n`);
    expect((await kubectl.try(`taint node ${node} owner-`)).stderr).toBe('error: taint "owner" not found\n');
    expect(await kubectl(`uncordon ${node}`)).toBe(`node/${node} uncordoned\n`);
    await kubectl('rollout status deployment/moves --timeout=150s');
  });

  it('waits for what becomes, and for what goes', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create deployment soon --image=nginx:1.27');
    expect(await kubectl('wait deployment/soon --for=condition=Available --timeout=150s')).toBe(
      'deployment.apps/soon condition met\n',
    );
    expect(await kubectl("wait deployment/soon --for=jsonpath='{.status.readyReplicas}'=1 --timeout=150s")).toBe(
      'deployment.apps/soon condition met\n',
    );
    expect((await kubectl.try('wait deployment/soon --for=condition=Never --timeout=1s')).stderr).toBe(
      'error: timed out waiting for the condition on deployments/soon\n',
    );
    await using waiting = await kubectl.start('wait deployment/soon --for=delete --timeout=150s -v=6');
    await waiting.until(/watch=true/);
    await kubectl('delete deployment soon --wait=false');
    expect((await waiting.ended).stdout).toBe('deployment.apps/soon condition met\n');
  });

  it('deletes with or without what belongs to it', async () => {
    const kubectl = stage.kubectl(release);
    for (const name of ['back', 'fore', 'free']) await kubectl(`create deployment ${name} --image=nginx:1.27`);
    for (const name of ['back', 'fore', 'free']) await kubectl(`rollout status deployment/${name} --timeout=150s`);
    const remaining = (name: string) => kubectl(`get deployments,replicasets,pods -l app=${name} -o name`);
    expect(await kubectl('delete deployment fore --cascade=foreground')).toMatch(/^deployment\.apps "fore" deleted/);
    expect(await remaining('fore')).toBe('');
    expect(await kubectl('delete deployment free --cascade=orphan')).toMatch(/^deployment\.apps "free" deleted/);
    expect(await remaining('free')).toMatch(/^replicaset\.apps\/free-\w+\npod\/free-\S+\n$/);
    expect(await kubectl("get rs -l app=free -o jsonpath='{.items[0].metadata.ownerReferences}'")).toBe('');
    expect(await kubectl('delete deployment back')).toMatch(/^deployment\.apps "back" deleted/);
    await kubectl.until('get deployments,replicasets,pods -l app=back -o name', /^$/);
    expect((await kubectl.try('delete pod -l app=free --grace-period=0 --force')).stderr).toContain(
      'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated.',
    );
    expect(await kubectl('delete rs -l app=free')).toMatch(/^replicaset\.apps "free-\w+" deleted/);
    expect((await kubectl.try('delete pod nothing')).stderr).toBe(
      'Error from server (NotFound): pods "nothing" not found\n',
    );
    expect(await kubectl('delete pod nothing --ignore-not-found')).toBe('');
    await kubectl('create configmap shield');
    expect(await kubectl('delete configmap shield --dry-run=server')).toMatch(
      /^configmap "shield" deleted.* \(server dry run\)\n$/,
    );
    await kubectl(`patch configmap shield -p '{"metadata":{"finalizers":["example.com/hold"]}}'`);
    expect(await kubectl('delete configmap shield --wait=false')).toMatch(/^configmap "shield" deleted/);
    expect(await kubectl("get cm shield -o jsonpath='{.metadata.deletionTimestamp}'")).toMatch(/^\d{4}-/);
    await kubectl(`patch configmap shield --type=merge -p '{"metadata":{"finalizers":null}}'`);
    expect((await kubectl.try('get cm shield')).code).toBe(1);
    await kubectl(`create namespace gone-${release}`);
    await kubectl(`create configmap inside -n gone-${release}`);
    expect(await kubectl(`delete namespace gone-${release}`)).toBe(`namespace "gone-${release}" deleted\n`);
    expect((await kubectl.try(`get namespace gone-${release}`)).stderr).toContain('(NotFound)');
  });

  it('measures', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('run busy --image=nginx:1.27');
    await kubectl('wait pod/busy --for=condition=Ready --timeout=150s');
    const nodes = table(await kubectl('top nodes'));
    expect(nodes.columns).toEqual(['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)']);
    expect(nodes.rows.length).toBeGreaterThanOrEqual(2);
    for (const row of nodes.rows) {
      expect(row['CPU(cores)']).toMatch(/^\d+m$/);
      expect(row['MEMORY(%)']).toMatch(/^\d+%$/);
    }
    await kubectl.until('top pods', /^busy +\d+m +\d+Mi +$/m);
    expect(await kubectl('top pod busy --containers')).toMatch(/^POD +NAME +CPU.*\nbusy +busy +\d+m +\d+Mi +\n$/);
    const raw = table(await kubectl('get pods.metrics.k8s.io'));
    expect(raw.columns).toEqual(['NAME', 'CPU', 'MEMORY', 'WINDOW']);
    expect(raw.rows).toContainEqual(
      expect.objectContaining({ NAME: 'busy', CPU: expect.stringMatching(/^\d+n$/), WINDOW: '15s' }),
    );
    expect((await kubectl.try('top pod nothing')).stderr).toContain('(NotFound)');
  });
});
