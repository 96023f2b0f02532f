import { expect, test } from 'vitest';
import { type InjectedValuesOptions, injectedValues } from './injected-values.ts';

const parts: InjectedValuesOptions['parts'] = [
  { name: 'frontend', tags: ['extension'], condition: 'frontend.enabled' },
  { name: 'collector', tags: ['agent'], condition: 'collector.enabled,global.collect' },
  { name: 'both', tags: ['extension', 'agent'], condition: 'both.enabled' },
  { name: 'plain', tags: [], condition: 'plain.enabled' },
];
const platform: InjectedValuesOptions['platform'] = {
  portalUrl: 'https://console.example.com',
  imageRegistry: 'registry.example.com',
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  ingress: { domainSuffix: 'example.com', httpPort: 80 },
};
const plain = (values: unknown) => JSON.parse(JSON.stringify(values)) as unknown;

test('the part of the host', () => {
  const cluster = { name: 'host', role: 'host' } as const;
  expect(plain(injectedValues({ part: 'extension', parts, cluster, platform }))).toEqual({
    tags: { extension: true, agent: false },
    collector: { enabled: false },
    global: {
      collect: false,
      portal: { url: 'https://console.example.com' },
      imageRegistry: 'registry.example.com',
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      extension: { ingress: { domainSuffix: 'example.com', httpPort: 80 } },
    },
  });
});

test('the part of each cluster', () => {
  const cluster = { name: 'edge', role: 'member' } as const;
  expect(plain(injectedValues({ part: 'agent', parts, cluster, platform: {} }))).toEqual({
    tags: { extension: false, agent: true },
    frontend: { enabled: false },
    global: { clusterInfo: { name: 'edge', role: 'member' } },
  });
});

test('conditions with hostile names touch nothing else', () => {
  const hostile = ['__proto__.polluted', 'constructor.prototype.polluted', '', '..', 'a..b', 'tags.agent.deep'];
  const cluster = { name: 'host', role: 'host' } as const;
  const values = injectedValues({
    ...{ part: 'extension', cluster, platform: {} },
    parts: hostile.map((condition, i) => ({ name: `p${i}`, tags: ['agent'], condition })),
  });
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(JSON.stringify(values)).toContain('"extension":true');
});
