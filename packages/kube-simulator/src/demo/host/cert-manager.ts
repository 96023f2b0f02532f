import type { KubeObject } from '@luban/kube';
import { serviceAccount } from '../build/access.ts';
import { event, namespace } from '../build/configuration.ts';
import { container } from '../build/containers.ts';
import { conditions, definition, listOf, shape, text, time, truth } from '../build/definitions.ts';
import { hoursAgo } from '../build/hours-ago.ts';
import { service } from '../build/network.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { deployment } from '../build/workloads.ts';

const GROUP = 'cert-manager.io';
const API = `${GROUP}/v1`;
const READY = '.status.conditions[?(@.type=="Ready")].status';

/** Pods and kinds as cert-manager has them. The kinds are cut down to what is shown. */
export function certManager(): Theme {
  return theme('cert-manager', [
    namespace('cert-manager', { workspace: 'system-workspace', description: 'Certificates for everybody' }),
    ...inNamespace('cert-manager', [
      serviceAccount('cert-manager'),
      component('cert-manager', 'controller', 9402),
      component('cert-manager-webhook', 'webhook', 10250),
      component('cert-manager-cainjector', 'cainjector', 9402),
      service('cert-manager-webhook', { metrics: 443 }),
    ]),
    certificateDefinition(),
    issuerDefinition(),
    issuer('company-ca', true, 'Signing CA verified'),
    issuer('public-acme', false, 'Failed to register ACME account: connection refused (simulated)'),
    ...inNamespace('shop', [
      certificate('shop-example-com', 'shop.example.com', 'company-ca', 'True'),
      certificate('api-example-com', 'api.example.com', 'public-acme', 'False'),
    ]),
    ...inNamespace('payments', [certificate('payments-example-com', 'payments.example.com', 'company-ca', 'True')]),
    event(
      'api-example-com.0000000000000001',
      { apiVersion: API, kind: 'Certificate', namespace: 'shop', name: 'api-example-com' },
      {
        type: 'Warning',
        reason: 'Failed',
        message: 'The certificate request has failed to complete: the issuer public-acme is not ready',
        component: 'cert-manager-certificates-issuing',
        count: 4,
      },
    ),
  ]);
}

function component(name: string, program: string, port: number): KubeObject {
  return deployment(name, {
    containers: [
      container(program, `quay.io/jetstack/cert-manager-${program}:v1.19.1`, {
        ports: { metrics: port },
        cpu: '25m',
        memory: '64Mi',
      }),
    ],
    pod: { serviceAccountName: 'cert-manager', securityContext: { runAsNonRoot: true, runAsUser: 1000 } },
  });
}

function certificateDefinition(): KubeObject {
  return definition({
    group: GROUP,
    kind: 'Certificate',
    plural: 'certificates',
    shortNames: ['cert', 'certs'],
    categories: ['cert-manager'],
    spec: shape({
      'secretName!': text({ minLength: 1 }),
      'issuerRef!': shape({ 'name!': text(), kind: text({ default: 'Issuer' }) }),
      commonName: text({ maxLength: 64 }),
      dnsNames: listOf(text()),
      duration: text({ default: '2160h' }),
      isCA: truth(),
    }),
    status: shape({ conditions: conditions(), notAfter: time(), notBefore: time(), renewalTime: time() }),
    columns: {
      Ready: READY,
      Secret: '.spec.secretName',
      Issuer: '.spec.issuerRef.name',
      Age: '.metadata.creationTimestamp date',
    },
  });
}

function issuerDefinition(): KubeObject {
  return definition({
    group: GROUP,
    kind: 'ClusterIssuer',
    plural: 'clusterissuers',
    categories: ['cert-manager'],
    scope: 'Cluster',
    spec: shape({ ca: shape({ 'secretName!': text() }), acme: shape({ 'server!': text(), email: text() }) }),
    status: shape({ conditions: conditions() }),
    columns: { Ready: READY, Age: '.metadata.creationTimestamp date' },
  });
}

function issuer(name: string, ready: boolean, message: string): KubeObject {
  return {
    apiVersion: API,
    kind: 'ClusterIssuer',
    metadata: { name },
    spec: ready
      ? { ca: { secretName: name } }
      : { acme: { server: 'https://acme.example.com/directory', email: 'operations@example.com' } },
    status: {
      conditions: [readyCondition(ready ? 'True' : 'False', ready ? 'KeyPairVerified' : 'ErrRegister', message)],
    },
  };
}

function certificate(name: string, host: string, issuerName: string, ready: 'True' | 'False'): KubeObject {
  return {
    apiVersion: API,
    kind: 'Certificate',
    metadata: { name },
    spec: {
      secretName: `${host.replaceAll('.', '-')}-tls`,
      commonName: host,
      dnsNames: [host],
      issuerRef: { name: issuerName, kind: 'ClusterIssuer' },
    },
    status: {
      conditions: [
        ready === 'True'
          ? readyCondition('True', 'Ready', 'Certificate is up to date and has not expired')
          : readyCondition('False', 'DoesNotExist', 'Issuing certificate as Secret does not exist'),
      ],
    },
  };
}

function readyCondition(status: 'True' | 'False', reason: string, message: string) {
  return { type: 'Ready', status, reason, message, lastTransitionTime: hoursAgo(30) };
}
