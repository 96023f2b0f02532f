import type { KubeObject } from '@luban/kube';
import type { ServiceSpec } from '@luban/kube/kinds';
import { podsOf } from './workloads.ts';

/** @param ports numbers by name; the pods' ports have the same names */
export function service(name: string, ports: Record<string, number>, spec: Partial<ServiceSpec> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: podsOf(name) },
    spec: {
      selector: podsOf(name),
      ports: Object.entries(ports).map(([portName, port]) => ({ name: portName, port, targetPort: portName })),
      ...spec,
    },
  };
}

/** Gives each pod of a StatefulSet a name. */
export function headless(name: string, ports: Record<string, number>): KubeObject {
  return service(name, ports, { clusterIP: 'None', publishNotReadyAddresses: true });
}

export function externalName(name: string, target: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { type: 'ExternalName', externalName: target },
  };
}

export interface IngressOptions {
  className: string;
  /** Name of the TLS secret for all hosts. */
  tls?: string;
  /** By host: paths and the Service behind each, as `service:port`. */
  hosts: Record<string, Record<string, string>>;
  annotations?: Record<string, string>;
}

export function ingress(name: string, { className, tls, hosts, annotations }: IngressOptions): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, ...(annotations && { annotations }) },
    spec: {
      ingressClassName: className,
      ...(tls !== undefined && { tls: [{ hosts: Object.keys(hosts), secretName: tls }] }),
      rules: Object.entries(hosts).map(([host, paths]) => ({
        host,
        http: {
          paths: Object.entries(paths).map(([path, target]) => ({
            path,
            pathType: 'Prefix',
            backend: { service: backendOf(target) },
          })),
        },
      })),
    },
  };
}

export function ingressClass(name: string, controller: string, isDefault = false): KubeObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: {
      name,
      ...(isDefault && { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } }),
    },
    spec: { controller },
  };
}

function networkPolicy(name: string, spec: object): KubeObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec };
}

/** Nothing comes in but what other policies let in. */
export function denyIncoming(): KubeObject {
  return networkPolicy('deny-incoming', { podSelector: {}, policyTypes: ['Ingress'] });
}

/** @param from labels of the pods that may connect, or of their namespaces */
export function allowIncoming(name: string, from: { pods?: string; namespace?: string }, port: number): KubeObject {
  return networkPolicy(`allow-${name}`, {
    podSelector: { matchLabels: podsOf(name) },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          {
            ...(from.pods !== undefined && { podSelector: { matchLabels: podsOf(from.pods) } }),
            ...(from.namespace !== undefined && {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': from.namespace } },
            }),
          },
        ],
        ports: [{ protocol: 'TCP', port }],
      },
    ],
  });
}

function backendOf(target: string): object {
  const [name, port = ''] = target.split(':');
  return { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } };
}
