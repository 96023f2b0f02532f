import { randomBytes } from 'node:crypto';
import type { KubeObject, OwnerReference } from '@luban/kube';
import { KUBESPHERE_LABELS } from '../../catalogue/objects.ts';
import { OWN_LABELS } from '../../kube/own-namespace.ts';
import { executorOf } from '../executor.ts';
import { MANAGED } from '../executor-rights.ts';
import type { ReleaseCommand } from '../release-runner.ts';
import type { ReleaseTarget } from '../releases.ts';

export const JOBS = { group: 'batch', version: 'v1', resource: 'jobs' } as const;
export const PODS = { group: '', version: 'v1', resource: 'pods' } as const;

/** Names of labels and annotations as of KubeSphere 4, whose console shows the log of the Job. */
export const ACTION = 'executor.kubesphere.io/action';
export const HASH = 'executor.kubesphere.io/config-hash';
/** Which release, of which cluster: one namespace of the host serves those of all clusters. */
export const RELEASE = 'luban.dev/helm-release';
export const CLUSTER = 'luban.dev/helm-cluster';

/** Where a pod finds what helm reads. */
export const MOUNT = '/run/luban-helm';
const HOME = '/tmp/helm';
/** Nobody, as in most images. */
const USER = 65_534;
/** Seconds that a Job is kept after its end. */
const KEPT = 3_600;

export interface JobObject extends KubeObject {
  spec?: Record<string, unknown>;
  status?: {
    active?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

export interface JobOptions {
  image: string;
  namespace: string;
  command: ReleaseCommand;
  args: readonly string[];
  /** Of what it is to do, by which the same is known again. */
  hash: string;
  /** Acts by the account of the executor in the host cluster. */
  usesAccount: boolean;
  /** The install plan. */
  owner?: OwnerReference;
  /** Milliseconds. */
  limit: number;
}

/** `helm-<action>-<release>-<random>`, short enough to be the value of a label. */
export function jobName({ action, release }: ReleaseCommand): string {
  return `helm-${action}-${release.slice(0, 40).replace(/[-.]+$/, '')}-${randomBytes(4).toString('hex').slice(0, 6)}`;
}

export const labelsOf = ({ extension, name, cluster }: ReleaseTarget, job?: string) => ({
  ...OWN_LABELS,
  [MANAGED]: 'true',
  [KUBESPHERE_LABELS.extension]: extension,
  [RELEASE]: name.slice(0, 63),
  [CLUSTER]: cluster.name.slice(0, 63),
  ...(job !== undefined && { name: job }),
});

export function jobObject(target: ReleaseTarget, name: string, options: JobOptions): JobObject {
  const { image, namespace, command, args, hash, usesAccount, owner, limit } = options;
  const labels = labelsOf(target, name);
  const annotations = { [ACTION]: command.action, [HASH]: hash };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace, labels, annotations, ...(owner !== undefined && { ownerReferences: [owner] }) },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: Math.ceil(limit / 1000),
      ttlSecondsAfterFinished: KEPT,
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          ...(usesAccount && { serviceAccountName: executorOf(target).account }),
          automountServiceAccountToken: usesAccount,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 15,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: USER,
            fsGroup: USER,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'helm',
              image,
              command: ['helm'],
              args,
              env: [
                { name: 'HOME', value: HOME },
                { name: 'TZ', value: 'UTC' },
              ],
              resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '500Mi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
              },
              volumeMounts: [
                { name: 'files', mountPath: MOUNT, readOnly: true },
                { name: 'home', mountPath: '/tmp' },
              ],
            },
          ],
          volumes: [
            { name: 'files', secret: { secretName: name, defaultMode: 0o440 } },
            { name: 'home', emptyDir: { sizeLimit: '200Mi' } },
          ],
        },
      },
    },
  };
}

/** A Secret: values and credentials are nothing that everybody in the namespace may read. */
export function filesObject(
  target: ReleaseTarget,
  { name, namespace, files }: { name: string; namespace: string; files: ReleaseCommand['files'] },
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace, labels: labelsOf(target, name) },
    type: 'Opaque',
    immutable: true,
    data: Object.fromEntries(
      Object.entries(files).map(([file, content]) => [file, Buffer.from(content as string).toString('base64')]),
    ),
  };
}
