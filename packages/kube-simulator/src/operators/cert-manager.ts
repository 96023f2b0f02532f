/** cert-manager: issuers are ready, and certificates have a secret. Source of the kinds: cert-manager.io/v1. */
import type { KubeObject } from '@luban/kube';
import { hasCondition, type OperatorRule } from './operator-rule.ts';

const IMAGE = 'cert-manager-controller';
const GROUP = { group: 'cert-manager.io', version: 'v1' } as const;
const MARK = { 'luban.dev/simulated': 'true' } as const;
const NO_CERTIFICATE = 'No certificate: cert-manager is simulated by LuBan.\n';

export const CERT_MANAGER: readonly OperatorRule[] = [
  ...['clusterissuers', 'issuers'].map(
    (resource): OperatorRule => ({
      image: IMAGE,
      kind: { ...GROUP, resource },
      outcome: (object, now) =>
        hasCondition(object, 'Ready')
          ? undefined
          : { status: { conditions: [ready(object, now, 'IsReady', 'Simulated by LuBan: nothing is ever issued')] } },
    }),
  ),
  {
    image: IMAGE,
    kind: { ...GROUP, resource: 'certificates' },
    outcome: (object, now) =>
      hasCondition(object, 'Ready')
        ? undefined
        : {
            status: {
              conditions: [ready(object, now, 'Ready', 'Simulated by LuBan: the secret holds no certificate')],
              revision: 1,
            },
            secrets: secretOf(object),
          },
  },
];

function ready({ metadata }: KubeObject, now: string, reason: string, message: string) {
  return {
    type: 'Ready',
    status: 'True',
    reason,
    message,
    lastTransitionTime: now,
    observedGeneration: metadata.generation,
  };
}

function secretOf({ metadata, spec }: KubeObject): KubeObject[] {
  const { secretName } = (spec ?? {}) as { secretName?: unknown };
  if (typeof secretName !== 'string' || secretName === '') return [];
  const nothing = Buffer.from(NO_CERTIFICATE).toString('base64');
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: secretName,
        namespace: metadata.namespace,
        labels: { 'controller.cert-manager.io/fao': 'true', ...MARK },
        annotations: { 'cert-manager.io/certificate-name': metadata.name ?? '' },
      },
      type: 'kubernetes.io/tls',
      data: { 'ca.crt': nothing, 'tls.crt': nothing, 'tls.key': nothing },
    },
  ];
}
