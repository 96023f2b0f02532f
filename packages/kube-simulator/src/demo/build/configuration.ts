import type { KubeObject } from '@luban/kube';
import { hoursAgo } from './hours-ago.ts';

/** @param options.workspace the KubeSphere workspace whose project it is */
export function namespace(
  name: string,
  options: { workspace?: string; description?: string; labels?: Record<string, string> } = {},
): KubeObject {
  const { workspace, description, labels } = options;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...(workspace !== undefined && { 'kubesphere.io/workspace': workspace }), ...labels },
      ...(description !== undefined && { annotations: { 'kubesphere.io/description': description } }),
    },
  };
}

export function configMap(name: string, data: Record<string, string>, more: { immutable?: boolean } = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data, ...more };
}

/** Values are plain text. */
export function secret(name: string, stringData: Record<string, string>, type = 'Opaque'): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, type, stringData };
}

/** What pulls images from a private registry. */
export function registrySecret(name: string, registry: string, username: string): KubeObject {
  const auth = Buffer.from(`${username}:simulated`).toString('base64');
  const config = { auths: { [registry]: { username, password: 'simulated', auth } } };
  return secret(name, { '.dockerconfigjson': JSON.stringify(config) }, 'kubernetes.io/dockerconfigjson');
}

/** The control plane fills it with a token of the account. */
export function accountToken(name: string, account: string): KubeObject {
  const annotations = { 'kubernetes.io/service-account.name': account };
  return { ...secret(name, {}, 'kubernetes.io/service-account-token'), metadata: { name, annotations } };
}

export function quota(name: string, hard: Record<string, string>, more: object = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard, ...more } };
}

/** What containers get that say nothing, and what they may have at most. */
export function limitRange(
  name: string,
  limits: { request: Record<string, string>; limit: Record<string, string>; max: Record<string, string> },
): KubeObject {
  const { request, limit, max } = limits;
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name },
    spec: { limits: [{ type: 'Container', defaultRequest: request, default: limit, max }] },
  };
}

export function priorityClass(name: string, value: number, description: string, more: object = {}): KubeObject {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description, ...more };
}

/** An event that no part of the simulation writes by itself. */
export function event(
  name: string,
  about: { apiVersion: string; kind: string; namespace: string; name: string },
  options: { type?: 'Normal' | 'Warning'; reason: string; message: string; component: string; count?: number },
): KubeObject {
  const { type = 'Normal', reason, message, component, count = 1 } = options;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: about.namespace },
    involvedObject: about,
    type,
    reason,
    message,
    source: { component },
    count,
    firstTimestamp: hoursAgo(count),
    lastTimestamp: hoursAgo(0.25),
  };
}
