import { describe, expect, it } from 'vitest';
import { factsOf } from './facts.ts';
import { masked } from './YamlTab.tsx';

describe('what matters about an object', () => {
  it('is chosen by its kind, and what is not there is left out', () => {
    const service = {
      metadata: { namespace: 'shop' },
      spec: {
        type: 'NodePort',
        clusterIP: '10.0.0.1',
        ports: [{ name: 'http', port: 80, nodePort: 30080, targetPort: 8080 }],
        selector: { app: 'web' },
      },
    };
    expect(factsOf({ group: '', resource: 'services' }, service).map(({ term, text }) => [term, text])).toEqual([
      ['type', 'NodePort'],
      ['clusterIp', '10.0.0.1'],
      ['ports', 'http 80:30080/TCP → 8080'],
      ['selector', 'app=web'],
    ]);
  });

  it('is every plain value of a kind that nobody knows', () => {
    const widget = { spec: { size: 3, colour: 'red', parts: [1], on: false }, status: { phase: 'Ready' } };
    expect(factsOf({ group: 'acme.dev', resource: 'widgets' }, widget)).toEqual([
      { term: 'spec.size', text: '3', field: true },
      { term: 'spec.colour', text: 'red', field: true },
      { term: 'spec.on', text: 'false', field: true },
      { term: 'status.phase', text: 'Ready', field: true },
    ]);
  });

  it('is nothing of what makes no sense', () => {
    for (const object of [undefined, null, 7, { spec: 'x', status: [] }]) {
      expect(factsOf({ group: '', resource: 'nodes' }, object)).toEqual([]);
      expect(factsOf({ group: 'acme.dev', resource: '__proto__' }, object)).toEqual([]);
    }
  });
});

it('no value of a secret is left in what is shown masked', () => {
  const secret = {
    metadata: {
      name: 's',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"a":"c2VjcmV0"}}', kept: 'x' },
    },
    data: { a: 'c2VjcmV0' },
    stringData: { b: 'c2VjcmV0' },
  };
  const text = JSON.stringify(masked(secret));
  expect(text).not.toContain('c2VjcmV0');
  expect(JSON.parse(text)).toMatchObject({ metadata: { name: 's', annotations: { kept: 'x' } } });
});
