import { createHash, randomBytes } from 'node:crypto';
import type { KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import type { Identity } from '../identity/identity.ts';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { HELPER, helperMetadata } from './helper-metadata.ts';

export const KUBECTL_PREFIX = 'luban-kubectl-';
export const KUBECTL_CONTAINER = 'kubectl';
/** Seconds after which the cluster itself ends the pod, when nobody else has. */
const LONGEST_LIFE = 12 * 3_600;
const CREDENTIALS = '/var/run/secrets/kubernetes.io/serviceaccount';
const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' };
const CORE = { group: '', version: 'v1', namespace: OWN_NAMESPACE };
const KINDS = {
  ServiceAccount: { ...CORE, resource: 'serviceaccounts' },
  ConfigMap: { ...CORE, resource: 'configmaps' },
  ClusterRole: { ...RBAC, resource: 'clusterroles' },
  ClusterRoleBinding: { ...RBAC, resource: 'clusterrolebindings' },
} as const;

/** A name for one terminal of a person; the random part keeps several apart. */
export function kubectlName({ name }: Identity): string {
  const plain = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(name);
  const key = plain ? name : createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${KUBECTL_PREFIX}${key}-${randomBytes(3).toString('hex')}`;
}

/**
 * What a pod with `kubectl` needs to act as a person: an account that may do nothing but speak in this one name, and a
 * kubeconfig that does. The cluster decides by the person's own rights, as for everything else.
 */
export async function createKubectlObjects(client: KubeClient, name: string, identity: Identity): Promise<void> {
  const groups = identity.groups.filter((group) => !group.startsWith('system:'));
  const may = (resource: string, resourceNames: readonly string[]) => ({
    apiGroups: [''],
    resources: [resource],
    verbs: ['impersonate'],
    resourceNames,
  });
  const rules = [may('users', [identity.name]), ...(groups.length > 0 ? [may('groups', groups)] : [])];
  const { group: apiGroup } = RBAC;
  const own = { metadata: { name, labels: { [HELPER]: 'kubectl' } } };
  const objects: [keyof typeof KINDS, object][] = [
    ['ServiceAccount', own],
    ['ConfigMap', { ...own, data: { config: kubeconfig(identity.name, groups) } }],
    ['ClusterRole', { ...own, rules }],
    [
      'ClusterRoleBinding',
      {
        ...own,
        roleRef: { apiGroup, kind: 'ClusterRole', name },
        subjects: [{ kind: 'ServiceAccount', namespace: OWN_NAMESPACE, name }],
      },
    ],
  ];
  for (const [kind, object] of objects) {
    const apiVersion = kind.startsWith('Cluster') ? `${RBAC.group}/v1` : 'v1';
    await client.create(KINDS[kind], { apiVersion, kind, ...object } as KubeObject);
  }
}

/** The rights first. What is not there is no failure. */
export async function removeKubectlObjects(client: KubeClient, name: string): Promise<void> {
  for (const kind of Object.values(KINDS).reverse()) await client.delete({ ...kind, name }).catch(() => {});
}

export function kubectlPod(name: string, image: string, user: string, used: string): KubeObject {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...helperMetadata(user, used) },
    spec: {
      serviceAccountName: name,
      restartPolicy: 'Never',
      activeDeadlineSeconds: LONGEST_LIFE,
      terminationGracePeriodSeconds: 0,
      enableServiceLinks: false,
      containers: [
        {
          name: KUBECTL_CONTAINER,
          image,
          command: ['sleep', String(LONGEST_LIFE)],
          env: [
            { name: 'KUBECONFIG', value: '/etc/luban/config' },
            { name: 'HOME', value: '/tmp' },
          ],
          volumeMounts: [{ name: 'config', mountPath: '/etc/luban' }],
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '512Mi' } },
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65_534,
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
        },
      ],
      volumes: [{ name: 'config', configMap: { name } }],
    },
  };
  return pod as KubeObject;
}

/** As JSON, which is YAML too. */
function kubeconfig(user: string, groups: readonly string[]): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'cluster',
        cluster: { server: 'https://kubernetes.default.svc', 'certificate-authority': `${CREDENTIALS}/ca.crt` },
      },
    ],
    users: [
      {
        name: 'person',
        user: { tokenFile: `${CREDENTIALS}/token`, as: user, ...(groups.length > 0 && { 'as-groups': groups }) },
      },
    ],
    contexts: [{ name: 'cluster', context: { cluster: 'cluster', user: 'person' } }],
    'current-context': 'cluster',
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
