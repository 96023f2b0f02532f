import type { KubeObject } from '@luban/kube';
import { widgetDefinition } from './definitions.ts';

/** Small definitions in the shapes that operators ship: each shows something that has to go on working. */
export const EXCERPTS: Readonly<Record<string, KubeObject>> = {
  'a certificate manager: nested objects, enums, conditions as a map, printer columns': widgetDefinition(
    {
      type: 'object',
      required: ['secretName', 'issuerRef'],
      properties: {
        secretName: { type: 'string' },
        dnsNames: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'atomic' },
        issuerRef: {
          type: 'object',
          required: ['name'],
          properties: { group: { type: 'string' }, kind: { type: 'string' }, name: { type: 'string' } },
        },
        privateKey: {
          type: 'object',
          properties: {
            algorithm: { type: 'string', enum: ['RSA', 'ECDSA', 'Ed25519'] },
            rotationPolicy: { type: 'string', enum: ['Never', 'Always'] },
          },
        },
        usages: { type: 'array', items: { type: 'string', enum: ['signing', 'server auth', 'client auth'] } },
        duration: { type: 'string' },
      },
    },
    {
      subresources: { status: {} },
      additionalPrinterColumns: [
        { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type == "Ready")].status' },
        { name: 'Secret', type: 'string', jsonPath: '.spec.secretName' },
        { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp', priority: 0 },
      ],
    },
  ),
  'a database operator: quantities, free affinity, webhook conversion of a single version': widgetDefinition(
    {
      type: 'object',
      properties: {
        clusterId: { type: 'integer', format: 'int64', minimum: 1 },
        size: {
          anyOf: [{ type: 'integer' }, { type: 'string' }],
          pattern:
            '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
          'x-kubernetes-int-or-string': true,
        },
        affinity: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        topology: {
          type: 'array',
          items: {
            type: 'object',
            required: ['zone', 'replica'],
            properties: { zone: { type: 'string' }, replica: { type: 'integer' } },
          },
        },
      },
    },
    {
      subresources: { status: {}, scale: { specReplicasPath: '.spec.clusterId', statusReplicasPath: '.status.size' } },
    },
    {
      conversion: {
        strategy: 'Webhook',
        webhook: {
          clientConfig: { service: { name: 'hooks', namespace: 'db', path: '/convert' } },
          conversionReviewVersions: ['v1'],
        },
      },
    },
  ),
  'a gateway: rules, defaults, maps of lists, either-or': widgetDefinition({
    type: 'object',
    properties: {
      listeners: {
        type: 'array',
        maxItems: 64,
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        'x-kubernetes-validations': [
          {
            message: 'hostname must not be specified for protocols TCP',
            rule: "self.all(l, l.protocol in ['TCP', 'UDP'] ? (!has(l.hostname) || l.hostname == '') : true)",
          },
        ],
        items: {
          type: 'object',
          required: ['name', 'port', 'protocol'],
          properties: {
            name: { type: 'string', maxLength: 253, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' },
            hostname: { type: 'string' },
            port: { type: 'integer', format: 'int32', minimum: 1, maximum: 65535 },
            protocol: { type: 'string' },
            from: { type: 'string', default: 'Same', enum: ['All', 'Selector', 'Same'] },
          },
        },
      },
      source: {
        type: 'object',
        properties: { repo: { type: 'string' }, chart: { type: 'string' } },
        oneOf: [{ required: ['repo'] }, { required: ['chart'] }],
      },
    },
  }),
  'a pipeline: a template that is an object by itself': widgetDefinition({
    type: 'object',
    properties: {
      template: {
        type: 'object',
        'x-kubernetes-embedded-resource': true,
        'x-kubernetes-preserve-unknown-fields': true,
      },
      params: { type: 'array', items: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
    },
  }),
};
