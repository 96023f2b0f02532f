import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KUBE_RELEASES } from '../support/kube-binaries.ts';
import { kubeStage, manifest, table } from '../support/kube-stage.ts';
import { REPOSITORY } from '../support/product.ts';

const stage = kubeStage();

/** Columns of `get -o wide`, by resource, as Kubernetes 1.34 prints them, and a row of the example where it is telling. */
const TABLES: Record<string, [columns: string, row?: RegExp]> = {
  configmaps: ['NAME|DATA|AGE', /^configmap\/example +0 +\d+s$/],
  limitranges: ['NAME|CREATED AT', /^limitrange\/example +\d{4}-\d\d-\d\dT[\d:]+Z$/],
  namespaces: ['NAME|STATUS|AGE', /^namespace\/kube-system +Active +\w+$/],
  nodes: [
    'NAME|STATUS|ROLES|AGE|VERSION|INTERNAL-IP|EXTERNAL-IP|OS-IMAGE|KERNEL-VERSION|CONTAINER-RUNTIME',
    /^node\/worker-1 +Ready +worker +\w+ +v1\.34\.\d+ +10\.\S+ +<none> /,
  ],
  persistentvolumeclaims: [
    'NAME|STATUS|VOLUME|CAPACITY|ACCESS MODES|STORAGECLASS|VOLUMEATTRIBUTESCLASS|AGE|VOLUMEMODE',
    /^persistentvolumeclaim\/example +Bound +example-v3\d +1Gi +RWO,ROX +manual +<unset> +\d+s +Filesystem$/,
  ],
  persistentvolumes: [
    'NAME|CAPACITY|ACCESS MODES|RECLAIM POLICY|STATUS|CLAIM|STORAGECLASS|VOLUMEATTRIBUTESCLASS|REASON|AGE|VOLUMEMODE',
    /^persistentvolume\/example-v3\d +1Gi +RWO,ROX +Retain +Bound +work-v3\d\/example +manual +<unset> +\d+s +Filesystem$/,
  ],
  pods: ['NAME|READY|STATUS|RESTARTS|AGE|IP|NODE|NOMINATED NODE|READINESS GATES'],
  podtemplates: ['NAME|CONTAINERS|IMAGES|POD LABELS', /^podtemplate\/example +main +busybox +app=example$/],
  replicationcontrollers: [
    'NAME|DESIRED|CURRENT|READY|AGE|CONTAINERS|IMAGES|SELECTOR',
    /^replicationcontroller\/example +0 +0 +0 +\d+s +main +busybox +app=example-rc$/,
  ],
  resourcequotas: ['NAME|REQUEST|LIMIT|AGE', /^resourcequota\/example +pods: \d\/50 +limits\.memory: \w+\/64Gi +\d+s$/],
  secrets: ['NAME|TYPE|DATA|AGE', /^secret\/example +Opaque +1 +\d+s$/],
  serviceaccounts: ['NAME|SECRETS|AGE', /^serviceaccount\/default +0 +\d+s$/],
  services: [
    'NAME|TYPE|CLUSTER-IP|EXTERNAL-IP|PORT(S)|AGE|SELECTOR',
    /^service\/example +ClusterIP +10\.\S+ +<none> +80\/TCP +\d+s +app=example$/,
  ],
  mutatingwebhookconfigurations: ['NAME|WEBHOOKS|AGE'],
  validatingwebhookconfigurations: ['NAME|WEBHOOKS|AGE'],
  validatingadmissionpolicies: ['NAME|VALIDATIONS|PARAMKIND|AGE', /example-v3\d +1 +<unset> +\d+s$/],
  validatingadmissionpolicybindings: ['NAME|POLICYNAME|PARAMREF|AGE', /example-v3\d +example-v3\d +<unset> +\d+s$/],
  customresourcedefinitions: ['NAME|CREATED AT'],
  apiservices: ['NAME|SERVICE|AVAILABLE|AGE', /^\S+\/v1\.apps +Local +True +\w+$/],
  controllerrevisions: ['NAME|CONTROLLER|REVISION|AGE', /example-\w+ +daemonset\.apps\/example +1 +\d+s$/],
  daemonsets: [
    'NAME|DESIRED|CURRENT|READY|UP-TO-DATE|AVAILABLE|NODE SELECTOR|AGE|CONTAINERS|IMAGES|SELECTOR',
    /example +0 +0 +0 +0 +0 +pool=none +\d+s +main +busybox +app=example-ds$/,
  ],
  deployments: [
    'NAME|READY|UP-TO-DATE|AVAILABLE|AGE|CONTAINERS|IMAGES|SELECTOR',
    /^deployment\.apps\/example +1\/1 +1 +1 +\d+s +main +nginx:1\.27 +app=example$/,
  ],
  replicasets: ['NAME|DESIRED|CURRENT|READY|AGE|CONTAINERS|IMAGES|SELECTOR', / app=example,pod-template-hash=\w+$/],
  statefulsets: ['NAME|READY|AGE|CONTAINERS|IMAGES', /^statefulset\.apps\/example +0\/0 +\d+s +main +busybox$/],
  horizontalpodautoscalers: [
    'NAME|REFERENCE|TARGETS|MINPODS|MAXPODS|REPLICAS|AGE',
    /example +Deployment\/example +cpu: <unknown>\/80% +1 +2 +\d+ +\d+s$/,
  ],
  cronjobs: [
    'NAME|SCHEDULE|TIMEZONE|SUSPEND|ACTIVE|LAST SCHEDULE|AGE|CONTAINERS|IMAGES|SELECTOR',
    /example +0 3 1 1 \* +Europe\/Berlin +False +0 +<none> +\d+s +main +busybox +<none>$/,
  ],
  jobs: [
    'NAME|STATUS|COMPLETIONS|DURATION|AGE|CONTAINERS|IMAGES|SELECTOR',
    /^job\.batch\/example +Suspended +0\/1 +\d+s +main +busybox +batch\.kubernetes\.io\/controller-uid=\S+$/,
  ],
  leases: ['NAME|HOLDER|AGE', /example +somebody +\d+s$/],
  endpointslices: ['NAME|ADDRESSTYPE|PORTS|ENDPOINTS|AGE', /example-\w+ +IPv4 +80 +10\.244\.\S+ +\d+s$/],
  flowschemas: ['NAME|PRIORITYLEVEL|MATCHINGPRECEDENCE|DISTINGUISHERMETHOD|AGE|MISSINGPL'],
  prioritylevelconfigurations: [
    'NAME|TYPE|NOMINALCONCURRENCYSHARES|QUEUES|HANDSIZE|QUEUELENGTHLIMIT|AGE',
    /example-v3\d +Limited +10 +<none> +<none> +<none> +\d+s$/,
  ],
  ingressclasses: ['NAME|CONTROLLER|PARAMETERS|AGE', /example-v3\d +example\.com\/ingress +<none> +\d+s$/],
  ingresses: ['NAME|CLASS|HOSTS|ADDRESS|PORTS|AGE', /example +example-v3\d +a\.example\.com .*80 +\d+s$/],
  networkpolicies: ['NAME|POD-SELECTOR|AGE', /example +app=example +\d+s$/],
  runtimeclasses: ['NAME|HANDLER|AGE', /example-v3\d +runc +\d+s$/],
  poddisruptionbudgets: ['NAME|MIN AVAILABLE|MAX UNAVAILABLE|ALLOWED DISRUPTIONS|AGE', /example +N\/A +25% +\d +\d+s$/],
  clusterrolebindings: [
    'NAME|ROLE|AGE|USERS|GROUPS|SERVICEACCOUNTS',
    /\/cluster-admin +ClusterRole\/cluster-admin +\w+ +system:masters/,
  ],
  clusterroles: ['NAME|CREATED AT'],
  rolebindings: ['NAME|ROLE|AGE|USERS|GROUPS|SERVICEACCOUNTS', /example +Role\/example +\d+s +jane, joe/],
  roles: ['NAME|CREATED AT'],
  deviceclasses: ['NAME|AGE'],
  resourceclaims: ['NAME|STATE|AGE', /example +pending +\d+s$/],
  resourceclaimtemplates: ['NAME|AGE'],
  resourceslices: ['NAME|NODE|DRIVER|POOL|AGE', /example-v3\d +worker-1 +gpu\.example\.com +p +\d+s$/],
  priorityclasses: [
    'NAME|VALUE|GLOBAL-DEFAULT|AGE|PREEMPTIONPOLICY',
    /example-v3\d +1000 +false +\d+s +PreemptLowerPriority$/,
  ],
  csidrivers: [
    'NAME|ATTACHREQUIRED|PODINFOONMOUNT|STORAGECAPACITY|TOKENREQUESTS|REQUIRESREPUBLISH|MODES|AGE',
    /example\.com +false +false +false +<unset> +false +Persistent +\d+s$/,
  ],
  csinodes: ['NAME|DRIVERS|AGE', /example-v3\d +1 +\d+s$/],
  storageclasses: [
    'NAME|PROVISIONER|RECLAIMPOLICY|VOLUMEBINDINGMODE|ALLOWVOLUMEEXPANSION|AGE',
    /example-v3\d +example\.com\/disks +Delete +Immediate +false +\d+s$/,
  ],
  volumeattachments: [
    'NAME|ATTACHER|PV|NODE|ATTACHED|AGE',
    /example-v3\d +csi\.example\.com +example-v3\d +worker-1 +false +\d+s$/,
  ],
  volumeattributesclasses: ['NAME|DRIVERNAME|AGE', /example-v3\d +csi\.example\.com +\d+s$/],
};

describe.concurrent.each(KUBE_RELEASES)('tables of kinds, %s', (release) => {
  it('have the columns that Kubernetes gives them', async () => {
    const kubectl = stage.kubectl(release);
    const examples = await readFile(join(REPOSITORY, 'e2e/support/kube-examples.yaml'), 'utf8');
    const file = await manifest(kubectl, 'examples.yaml', examples.replaceAll('RELEASE', release));
    const made = await kubectl(`create -f ${file}`);
    expect(made.split('\n').filter((line) => line.endsWith(' created'))).toHaveLength(examples.split('\n---\n').length);
    await kubectl('rollout status deployment/example --timeout=150s');
    await kubectl.until('get pvc example', /Bound/);
    const names = Object.keys(TABLES);
    const text = await kubectl(`get ${names.join(',')} -o wide`);
    const sections = text.trimEnd().split('\n\n');
    expect(sections).toHaveLength(names.length);
    for (const [i, section] of sections.entries()) {
      const name = names[i]!;
      const [columns, row] = TABLES[name]!;
      expect(table(section).columns.join('|'), name).toBe(columns);
      if (row !== undefined) {
        const lines = section.split('\n').map((line) => line.trimEnd());
        expect(
          lines.some((line) => row.test(line)),
          `${name}: ${row}\n${section}`,
        ).toBe(true);
      }
    }
  });

  it('are there for all that can be listed, and say of events what happened', async () => {
    const kubectl = stage.kubectl(release);
    await kubectl('create deployment seen --image=nginx:1.27');
    await kubectl('rollout status deployment/seen --timeout=150s');
    const listed = (await kubectl('api-resources --verbs=list -o name')).trim().split('\n');
    expect(listed.length).toBeGreaterThanOrEqual(55);
    for (const line of ['get events', 'get events.events.k8s.io']) {
      const events = table(await kubectl(`${line} -o wide`));
      expect(events.columns.join('|')).toBe(
        'LAST SEEN|TYPE|REASON|OBJECT|SUBOBJECT|SOURCE|MESSAGE|FIRST SEEN|COUNT|NAME',
      );
      expect(events.rows).toContainEqual(
        expect.objectContaining({
          ...{ TYPE: 'Normal', REASON: 'Started', SOURCE: expect.stringMatching(/^kubelet, /), COUNT: '1' },
          ...{ 'LAST SEEN': expect.stringMatching(/^\d+s$/), SUBOBJECT: 'spec.containers{nginx}' },
        }),
      );
    }
    expect((await kubectl.try(`get ${listed.join(',')} -A`)).code).toBe(0);
  });
});
