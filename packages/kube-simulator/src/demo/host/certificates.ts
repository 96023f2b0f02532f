import type { KubeObject } from '@luban/kube';
import { serviceAccount } from '../build/access.ts';
import { event, namespace } from '../build/configuration.ts';
import { container } from '../build/containers.ts';
import { conditions, definition, listOf, shape, text, time, truth } from '../build/definitions.ts';
import { hoursAgo } from '../build/hours-ago.ts';
import { service } from '../build/network.ts';
import { inNamespace, type Theme, theme } from '../build/theme.ts';
import { deployment } from '../build/workloads.ts';

/** A group of the demo's own, so that a real cert-manager can be installed beside it. */
export const CERTIFICATES_GROUP = 'certificates.demo.luban.dev';
const GROUP = CERTIFICATES_GROUP;
const API = `${GROUP}/v1`;
const READY = '.status.conditions[?(@.type=="Ready")].status';

/** An operator that issues certificates, with kinds of its own. */
export function certificates(): Theme {
  return theme('certificates', [
    namespace('certificates', { workspace: 'system-workspace', description: 'Certificates for everybody' }),
    ...inNamespace('certificates', [
      serviceAccount('certificates'),
      component('certificates-controller', 'controller', 9402),
      component('certificates-webhook', 'webhook', 10250),
      component('certificates-injector', 'injector', 9402),
      service('certificates-webhook', { metrics: 443 }),
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
      { apiVersion: API, kind: 'SiteCertificate', namespace: 'shop', name: 'api-example-com' },
      {
        type: 'Warning',
        reason: 'Failed',
        message: 'The certificate request has failed to complete: the issuer public-acme is not ready',
        component: 'certificates-controller',
        count: 4,
      },
    ),
  ]);
}

function component(name: string, program: string, port: number): KubeObject {
  return deployment(name, {
    containers: [
      container(program, `registry.example.com/certificates/${program}:1.19.1`, {
        ports: { metrics: port },
        cpu: '25m',
        memory: '64Mi',
      }),
    ],
    pod: { serviceAccountName: 'certificates', securityContext: { runAsNonRoot: true, runAsUser: 1000 } },
  });
}

function certificateDefinition(): KubeObject {
  return definition({
    group: GROUP,
    kind: 'SiteCertificate',
    plural: 'sitecertificates',
    shortNames: ['sitecert'],
    categories: ['certificates'],
    spec: shape({
      'secretName!': text({ minLength: 1 }),
      'issuerRef!': shape({ 'name!': text(), kind: text({ default: 'CertificateAuthority' }) }),
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
    kind: 'CertificateAuthority',
    plural: 'certificateauthorities',
    categories: ['certificates'],
    scope: 'Cluster',
    spec: shape({ ca: shape({ 'secretName!': text() }), acme: shape({ 'server!': text(), email: text() }) }),
    status: shape({ conditions: conditions() }),
    columns: { Ready: READY, Age: '.metadata.creationTimestamp date' },
  });
}

function issuer(name: string, ready: boolean, message: string): KubeObject {
  return {
    apiVersion: API,
    kind: 'CertificateAuthority',
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
    kind: 'SiteCertificate',
    metadata: { name },
    spec: {
      secretName: `${host.replaceAll('.', '-')}-tls`,
      commonName: host,
      dnsNames: [host],
      issuerRef: { name: issuerName, kind: 'CertificateAuthority' },
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
