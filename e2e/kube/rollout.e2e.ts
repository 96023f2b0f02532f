import { describe, expect, it } from 'vitest';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, table } from '../support/kube-stage.ts';

const stage = kubeStage();

describe.concurrent.each(KUBE_RELEASES)('kubectl on workloads, %s', (release) => {
  it('rolls out, undoes, pauses and restarts', async () => {
    const kubectl = stage.kubectl(release);
    const app = 'deployment/site';
    await kubectl('create deployment site --image=nginx:1.27 --replicas=2');
    expect(await kubectl(`rollout status ${app} --timeout=150s`)).toMatch(
      /deployment "site" successfully rolled out\n$/,
    );
    expect(await kubectl(`set image ${app} nginx=nginx:1.28`)).toBe('deployment.apps/site image updated\n');
    await kubectl(`annotate ${app} kubernetes.io/change-cause='newer nginx'`);
    expect(await kubectl(`rollout status ${app} --timeout=150s`)).toMatch(
      /Waiting for deployment "site" rollout to finish: \d .*\n(.*\n)*deployment "site" successfully rolled out\n$/,
    );
    expect(await kubectl.until(`rollout history ${app}`, /newer nginx/)).toBe(
      'deployment.apps/site \nREVISION  CHANGE-CAUSE\n1         <none>\n2         newer nginx\n\n',
    );
    expect(await kubectl(`rollout history ${app} --revision=1`)).toMatch(
      /^deployment\.apps\/site with revision #1\nPod Template:\n {2}Labels:\tapp=site\n\tpod-template-hash=\w+\n {2}Containers:\n {3}nginx:\n {4}Image:\tnginx:1\.27\n/,
    );
    expect(await kubectl(`rollout undo ${app}`)).toBe('deployment.apps/site rolled back\n');
    await kubectl(`rollout status ${app} --timeout=150s`);
    expect(await kubectl(`get ${app} -o jsonpath='{.spec.template.spec.containers[0].image}'`)).toBe('nginx:1.27');
    expect(await kubectl(`rollout history ${app}`)).toMatch(/REVISION {2}CHANGE-CAUSE\n2 .*\n3 .*\n\n$/);
    expect((await kubectl.try(`rollout undo ${app} --to-revision=99`)).stderr).toBe(
      'error: unable to find specified revision 99 in history\n',
    );
    expect(await kubectl(`rollout pause ${app}`)).toBe('deployment.apps/site paused\n');
    expect((await kubectl.try(`rollout pause ${app}`)).stderr).toBe(
      'error: deployments.apps "site" is already paused\n',
    );
    await kubectl(`set env ${app} COLOR=red`);
    expect(await kubectl("get pods -l app=site -o jsonpath='{.items[*].spec.containers[*].env}'")).toBe('');
    expect(await kubectl(`rollout resume ${app}`)).toBe('deployment.apps/site resumed\n');
    await kubectl(`rollout status ${app} --timeout=150s`);
    expect(await kubectl(`rollout restart ${app}`)).toBe('deployment.apps/site restarted\n');
    await kubectl(`rollout status ${app} --timeout=150s`);
    const sets = table(await kubectl('get replicasets -l app=site')).rows;
    expect(sets.filter(({ DESIRED }) => DESIRED === '2')).toHaveLength(1);
    expect(sets.length).toBeGreaterThanOrEqual(3);
  });

  it('rolls out what has a number or a node', async () => {
    const kubectl = stage.kubectl(release);
    const workload = (kind: string, name: string, more: object) => ({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { containers: [{ name: 'main', image: 'nginx:1.27' }], terminationGracePeriodSeconds: 1 },
        },
        ...more,
      },
    });
    const items = [
      workload('StatefulSet', 'row', { serviceName: 'row', replicas: 2 }),
      workload('DaemonSet', 'each', {}),
    ];
    await kubectl('apply -f -', { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
    expect(await kubectl('rollout status statefulset/row --timeout=150s')).toMatch(
      /partitioned roll out complete: 2 new pods have been updated\.\.\.\n$/,
    );
    expect(await kubectl('get pods -l app=row -o name')).toBe('pod/row-0\npod/row-1\n');
    expect(await kubectl('rollout status daemonset/each --timeout=150s')).toMatch(
      /daemon set "each" successfully rolled out\n$/,
    );
    for (const [target, full] of [
      ['statefulset/row', 'statefulset.apps/row'],
      ['daemonset/each', 'daemonset.apps/each'],
    ]) {
      await kubectl(`set image ${target} main=nginx:1.28`);
      await kubectl(`rollout status ${target} --timeout=150s`);
      expect(await kubectl(`rollout history ${target}`)).toBe(
        `${full} \nREVISION  CHANGE-CAUSE\n1         <none>\n2         <none>\n\n`,
      );
      expect(await kubectl(`rollout undo ${target}`)).toBe(`${full} rolled back\n`);
      expect(await kubectl(`get ${target} -o jsonpath='{.spec.template.spec.containers[0].image}'`)).toBe('nginx:1.27');
    }
  });

  it('sets what a workload consists of', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create deployment parts --image=nginx:1.27');
    await kubectl('create serviceaccount robot');
    const app = 'deployment/parts';
    expect(await kubectl(`set env ${app} COLOR=red SIZE=l`)).toBe('deployment.apps/parts env updated\n');
    expect(await kubectl(`set env ${app} SIZE-`)).toBe('deployment.apps/parts env updated\n');
    expect(await kubectl(`set env ${app} --list`)).toBe('# Deployment parts, container nginx\nCOLOR=red\n');
    expect(await kubectl(`set resources ${app} --requests=cpu=50m --limits=cpu=200m,memory=64Mi`)).toBe(
      'deployment.apps/parts resource requirements updated\n',
    );
    expect(await kubectl(`set serviceaccount ${app} robot`)).toBe('deployment.apps/parts serviceaccount updated\n');
    const template = '{.spec.template.spec}';
    expect(JSON.parse(await kubectl(`get ${app} -o jsonpath='${template}'`))).toMatchObject({
      serviceAccountName: 'robot',
      containers: [
        {
          env: [{ name: 'COLOR', value: 'red' }],
          resources: { requests: { cpu: '50m' }, limits: { cpu: '200m', memory: '64Mi' } },
        },
      ],
    });
    await kubectl('create rolebinding viewers --clusterrole=view --user=jane');
    expect(await kubectl('set subject rolebinding viewers --group=devs')).toBe(
      'rolebinding.rbac.authorization.k8s.io/viewers subjects updated\n',
    );
    await kubectl(`expose ${app} --port=80`);
    expect(await kubectl("set selector service parts 'app=elsewhere'")).toBe('service/parts selector updated\n');
  });

  it('scales by hand and by itself', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create deployment wide --image=nginx:1.27');
    expect(await kubectl('scale deployment/wide --replicas=3')).toBe('deployment.apps/wide scaled\n');
    await kubectl('rollout status deployment/wide --timeout=150s');
    expect(table(await kubectl('get deployment wide')).rows).toMatchObject([
      { READY: '3/3', 'UP-TO-DATE': '3', AVAILABLE: '3' },
    ]);
    expect((await kubectl.try('scale deployment/wide --replicas=1 --current-replicas=9')).stderr).toBe(
      'error: Expected replicas to be 9, was 3\n',
    );
    expect(await kubectl('scale deployment/wide --replicas=1 --current-replicas=3')).toBe(
      'deployment.apps/wide scaled\n',
    );
    await kubectl.until('get deployment wide', /wide +1\/1 +1 +1 /);
    expect(await kubectl('autoscale deployment wide --min=2 --max=5 --cpu-percent=75')).toBe(
      'horizontalpodautoscaler.autoscaling/wide autoscaled\n',
    );
    expect(table(await kubectl('get hpa wide')).rows).toMatchObject([
      { NAME: 'wide', REFERENCE: 'Deployment/wide', MINPODS: '2', MAXPODS: '5' },
    ]);
    // It raises the number to its minimum whether it can measure or not.
    await kubectl.until('get deployment wide', /wide +2\/2 +2 +2 /);
  });

  it('evicts no more than a budget allows', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create deployment guarded --image=nginx:1.27');
    await kubectl('create poddisruptionbudget guarded --selector=app=guarded --min-available=1');
    await kubectl('rollout status deployment/guarded --timeout=150s');
    await kubectl.until('get pdb guarded -o jsonpath={.status.currentHealthy}', /^1$/);
    const evict = async () => {
      const name = await kubectl("get pods -l app=guarded -o jsonpath='{.items[0].metadata.name}'");
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
      const path = `/api/v1/namespaces/work-${release}/pods/${name}/eviction`;
      return kubectl.try(`create --raw ${path} -f -`, { input: JSON.stringify(eviction) });
    };
    expect((await evict()).stderr).toContain("Cannot evict pod as it would violate the pod's disruption budget.");
    await kubectl('scale deployment/guarded --replicas=2');
    await kubectl.until('get pdb guarded -o jsonpath={.status.disruptionsAllowed}', /^1$/);
    expect((await evict()).code).toBe(0);
  });

  it('runs and exposes', async () => {
    const kubectl = stage.kubectl(release);
    expect(await kubectl('run single --image=nginx:1.27 --port=80 --labels=app=single')).toBe('pod/single created\n');
    expect(await kubectl('expose pod single --port=8080 --target-port=80 --name=single-http')).toBe(
      'service/single-http exposed\n',
    );
    expect(await kubectl('wait pod/single --for=condition=Ready --timeout=150s')).toBe('pod/single condition met\n');
    const slices = await kubectl.until('get endpointslices -l kubernetes.io/service-name=single-http', / 80 +10\./);
    expect(table(slices).rows).toMatchObject([{ ADDRESSTYPE: 'IPv4', PORTS: '80' }]);
    await kubectl("run failing --image=busybox --restart=Never -- sh -c 'echo out; exit 3'");
    await kubectl.until('get pod failing', /failing +0\/1 +Error +0 /);
    expect(
      await kubectl("get pod failing -o jsonpath='{.status.containerStatuses[0].state.terminated.exitCode}'"),
    ).toBe('3');
    const gone = await kubectl(
      "run brief -i --rm --quiet --image=busybox --restart=Never -- sh -c 'echo hello; sleep 1'",
    );
    expect(gone).toMatch(/hello\n/);
    await kubectl('run broken --image=registry.example.com/does-not-exist:1');
    await kubectl.until('get pod broken', /broken +0\/1 +(ErrImagePull|ImagePullBackOff) +0 /);
  });
});
