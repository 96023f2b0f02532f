import { describe, expect, it } from 'vitest';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, manifest, namespaceOf } from '../support/kube-stage.ts';

const stage = kubeStage();

/** Matches lines that begin with these names and values, in this order, whatever stands between them. */
function lines(...wanted: (readonly [name: string, value: string])[]): RegExp {
  const each = wanted.map(([name, value]) => `^ *${name} +${value}$`);
  return new RegExp(each.join('(?:.|\\n)*?'), 'm');
}

const CLAIM = `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 2Gi } } }
---
apiVersion: v1
kind: Pod
metadata: { name: keeper, labels: { app: keeper } }
spec:
  containers:
    - name: main
      image: busybox
      command: [sleep, "3600"]
      env: [{ name: COLOR, value: green }, { name: NODE, valueFrom: { fieldRef: { fieldPath: spec.nodeName } } }]
      resources: { requests: { cpu: 100m, memory: 32Mi }, limits: { memory: 64Mi } }
      volumeMounts: [{ name: data, mountPath: /data }]
  volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
`;

describe.concurrent.each(KUBE_RELEASES)('kubectl describe, %s', (release) => {
  const namespace = namespaceOf(release);

  it('tells of pods, their claims, volumes and nodes', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl(`apply -f ${await manifest(kubectl, 'keeper.yaml', CLAIM)}`);
    await kubectl('wait pod/keeper --for=condition=Ready --timeout=150s');
    // Events are written beside what they tell of.
    const pod = await kubectl.until('describe pod keeper', /Started container/);
    expect(pod).toMatch(
      lines(
        ['Name:', 'keeper'],
        ['Namespace:', namespace],
        ['Service Account:', 'default'],
        ['Node:', '\\S+/10\\.\\d+\\.\\d+\\.\\d+'],
        ['Labels:', 'app=keeper'],
        ['Status:', 'Running'],
        ['IP:', '10\\.244\\.\\d+\\.\\d+'],
        ['Image:', 'busybox'],
        ['State:', 'Running'],
        ['Ready:', 'True'],
        ['Restart Count:', '0'],
        ['memory:', '64Mi'],
        ['cpu:', '100m'],
        ['COLOR:', 'green'],
        ['NODE:', '\\(v1:spec\\.nodeName\\)'],
        ['/data from data', '\\(rw\\)'],
        ['PodScheduled', 'True *'],
        ['ClaimName:', 'data'],
        ['QoS Class:', 'Burstable'],
      ),
    );
    expect(pod).toMatch(/Normal +Scheduled +\S+ +default-scheduler +Successfully assigned \S+\/keeper to \S+\n/);
    expect(pod).toMatch(/Normal +Pulled +\S+ +kubelet +.*Successfully pulled image "busybox" in /);
    expect(pod).toMatch(/Normal +Started +\S+ +kubelet +.*Started container/);
    expect(await kubectl('describe pvc data')).toMatch(
      lines(
        ['Name:', 'data'],
        ['Status:', 'Bound'],
        ['Volume:', 'pvc-.*'],
        ['Capacity:', '2Gi'],
        ['Used By:', 'keeper'],
      ),
    );
    const volume = await kubectl("get pvc data -o jsonpath='{.spec.volumeName}'");
    expect(await kubectl(`describe pv ${volume}`)).toMatch(
      lines(['Status:', 'Bound'], ['Claim:', `${namespace}/data`], ['Reclaim Policy:', 'Delete'], ['Capacity:', '2Gi']),
    );
    const node = await kubectl(`describe node ${await kubectl("get pod keeper -o jsonpath='{.spec.nodeName}'")}`);
    expect(node).toMatch(
      lines(
        ['Name:', '\\S+'],
        ['Taints:', '<none>'],
        ['Unschedulable:', 'false'],
        ['HolderIdentity:', '\\S+'],
        ['Ready', 'True .* KubeletReady +kubelet is posting ready status'],
        ['InternalIP:', '10\\.\\d+\\.\\d+\\.\\d+'],
        ['pods:', '110'],
        ['Kubelet Version:', 'v1\\.34\\.\\d+'],
      ),
    );
    expect(node).toMatch(
      new RegExp(`^ {2}${namespace} +keeper +100m \\(\\d%\\) +0 \\(0%\\) +32Mi \\(0%\\) +64Mi`, 'm'),
    );
    expect(node).toMatch(/Allocated resources:\n.*\n {2}Resource +Requests +Limits\n/);
  });

  it('tells of deployments, services, ingresses and autoscalers', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create deployment web --image=nginx:1.27 --replicas=2 --port=80');
    await kubectl('set resources deployment/web --requests=cpu=100m');
    await kubectl('expose deployment web --port=80');
    await kubectl("create ingress web --rule='web.example.com/*=web:80'");
    await kubectl('autoscale deployment web --min=2 --max=5 --cpu-percent=80');
    await kubectl('rollout status deployment/web --timeout=150s');
    const deployment = await kubectl.until('describe deployment web', /NewReplicaSetAvailable/);
    expect(deployment).toMatch(
      lines(
        ['Selector:', 'app=web'],
        ['Replicas:', '2 desired \\| 2 updated \\| 2 total \\| 2 available \\| 0 unavailable'],
        ['StrategyType:', 'RollingUpdate'],
        ['RollingUpdateStrategy:', '25% max unavailable, 25% max surge'],
        ['Available', 'True +MinimumReplicasAvailable'],
        ['Progressing', 'True +NewReplicaSetAvailable'],
        ['NewReplicaSet:', 'web-\\w+ \\(2/2 replicas created\\)'],
      ),
    );
    expect(deployment).toMatch(/Normal +ScalingReplicaSet +\S+ +deployment-controller +Scaled up replica set web-\w+ /);
    expect(await kubectl.until('describe service web', /Endpoints: +10\.\S+,10\./)).toMatch(
      lines(
        ['Selector:', 'app=web'],
        ['Type:', 'ClusterIP'],
        ['IP:', '10\\.\\d+\\.\\d+\\.\\d+'],
        ['Port:', '<unset> +80/TCP'],
        ['TargetPort:', '80/TCP'],
        ['Endpoints:', '10\\.244\\.\\d+\\.\\d+:80,10\\.244\\.\\d+\\.\\d+:80'],
        ['Session Affinity:', 'None'],
      ),
    );
    expect(await kubectl.until('describe ingress web', /web:80 \(10\.\S+,10\./)).toMatch(
      /Rules:\n {2}Host +Path +Backends\n {2}-+ +-+ +-+\n {2}web\.example\.com +\n +\/ +web:80 \(10\.244\.\d+\.\d+:80,10\.244\.\d+\.\d+:80\)\n/,
    );
    await kubectl.until('describe hpa web', /ScalingActive +True +ValidMetricFound/);
    expect(await kubectl('describe hpa web')).toMatch(
      lines(
        ['Reference:', 'Deployment/web'],
        ['Min replicas:', '2'],
        ['Max replicas:', '5'],
        ['Deployment pods:', '\\d current / \\d desired'],
      ),
    );
  });

  it('tells of jobs and cron jobs', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl("create job once --image=busybox -- sh -c 'echo done'");
    await kubectl("create cronjob often --image=busybox --schedule='*/10 * * * *' -- date");
    await kubectl('wait job/once --for=condition=complete --timeout=150s');
    const job = await kubectl.until('describe job once', /Job completed/);
    expect(job).toMatch(
      lines(
        ['Parallelism:', '1'],
        ['Completions:', '1'],
        ['Completion Mode:', 'NonIndexed'],
        ['Backoff Limit:', '6'],
        ['Pods Statuses:', '0 Active \\(0 Ready\\) / 1 Succeeded / 0 Failed'],
      ),
    );
    expect(job).toMatch(/Normal +SuccessfulCreate +\S+ +job-controller +Created pod: once-\w{5}\n/);
    expect(job).toMatch(/Normal +Completed +\S+ +job-controller +Job completed\n/);
    expect(await kubectl('describe cronjob often')).toMatch(
      lines(
        ['Schedule:', '\\*/10 \\* \\* \\* \\*'],
        ['Concurrency Policy:', 'Allow'],
        ['Suspend:', 'False'],
        ['Successful Job History Limit:', '3'],
        ['Starting Deadline Seconds:', '<unset>'],
        ['Active Jobs:', '<none>'],
      ),
    );
  });

  it('tells of namespaces, configuration, accounts and rights', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create configmap settings --from-literal=mode=dark');
    await kubectl('create secret generic login --from-literal=password=hunter2');
    await kubectl('create serviceaccount robot');
    await kubectl('create role reader --verb=get --resource=pods');
    await kubectl('create rolebinding readers --role=reader --serviceaccount=default:robot');
    await kubectl('create quota many --hard=pods=50');
    expect(await kubectl('describe cm settings')).toContain('\nData\n====\nmode:\n----\ndark\n\n');
    expect(await kubectl('describe secret login')).toMatch(/\nType: +Opaque\n\nData\n====\npassword: +7 bytes\n/);
    expect(await kubectl('describe sa robot')).toMatch(lines(['Name:', 'robot'], ['Image pull secrets:', '<none>']));
    expect(await kubectl('describe rolebinding readers')).toMatch(
      /Kind: +Role\n +Name: +reader\nSubjects:\n(.*\n){2} +ServiceAccount +robot +default\n/,
    );
    await kubectl.until('describe quota many', /^pods +\d+ +50$/m);
    expect(await kubectl(`describe ns ${namespace}`)).toMatch(
      /^Status: +Active\n\nResource Quotas\n +Name: +many\n +Resource +Used +Hard\n(.*\n) +pods +\d+ +50\n\nNo LimitRange resource\.\n/m,
    );
  });
});
