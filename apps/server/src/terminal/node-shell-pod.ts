import type { KubeObject } from '@luban/kube';
import { helperMetadata } from './helper-metadata.ts';

export interface NodeShellPodOptions {
  node: string;
  image: string;
  /** Who asked for it. */
  user: string;
  /** When it was used last, as a time of Kubernetes. */
  used: string;
}

export const SHELL_CONTAINER = 'shell';
/** Seconds after which the cluster itself ends it, when nobody else has. */
const LONGEST_LIFE = 12 * 3_600;

/** A pod that is on a node as if it were not in a container. */
export function nodeShellPod({ node, image, user, used }: NodeShellPodOptions): KubeObject {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { generateName: 'luban-node-shell-', ...helperMetadata(user, used) },
    spec: {
      nodeName: node,
      hostPID: true,
      hostNetwork: true,
      restartPolicy: 'Never',
      activeDeadlineSeconds: LONGEST_LIFE,
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      // Also onto nodes that take nothing else: these are the ones that somebody has to look at.
      tolerations: [{ operator: 'Exists' }],
      containers: [
        {
          name: SHELL_CONTAINER,
          image,
          command: ['sleep', String(LONGEST_LIFE)],
          securityContext: { privileged: true, runAsUser: 0 },
          resources: { requests: { cpu: '10m', memory: '16Mi' } },
        },
      ],
    },
  };
  return pod as KubeObject;
}
