import type { KubeObject } from '@luban/kube';

export const NAMESPACES = Array.from({ length: 10 }, (_, number) => `bench-${number}`);

/** Pods are spread over namespaces and applications by their number, so that an application has every hundredth. */
export const namespaceOf = (number: number) => `bench-${number % NAMESPACES.length}`;
export const applicationOf = (number: number) => `app-${number % 100}`;
export const podName = (number: number) => `web-${String(number).padStart(6, '0')}`;
export const podPath = (number: number) => `/api/v1/namespaces/${namespaceOf(number)}/pods/${podName(number)}`;

/** A pod as somebody would send it, which the API makes about 2 KB of. */
export function podManifest(number: number, name = podName(number)): KubeObject {
  const app = applicationOf(number);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: namespaceOf(number), labels: { app, tier: 'backend' } },
    spec: {
      automountServiceAccountToken: false,
      nodeName: `node-${number % 20}`,
      containers: [
        {
          name: 'web',
          image: `registry.example.com/shop/${app}:1.4.${number % 10}`,
          ports: [{ containerPort: 8080 }],
          env: [{ name: 'LOG_LEVEL', value: 'info' }],
          resources: { requests: { cpu: '100m', memory: '128Mi' } },
        },
      ],
    },
  };
}
