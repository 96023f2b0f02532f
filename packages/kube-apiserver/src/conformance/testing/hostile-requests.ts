/** An API server for hostile requests, which watches what they do to it. */
import type { KubeObject } from '@luban/kube';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startTestApi, type TestApi } from '../../testing.ts';

/** Milliseconds of work for which one request may keep all others waiting. Not of time: tests share their computer. */
const MOST_WORK = 1_500;

export let api: TestApi;

/** To be called at the top of a test file: the server stands for all its tests. */
export function hostileServer(): void {
  beforeAll(async () => {
    api = await startTestApi();
    await api.client.create(CRDS, definition('widgets', WIDGET));
    await send('GET', '/apis/example.com/v1/namespaces/default/widgets');
  });
  afterEach(() => {
    expect(api.errors.splice(0)).toEqual([]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
  afterAll(() => api[Symbol.asyncDispose]());
}

export const CORE = '/api/v1/namespaces/default';
export const CONFIG_MAPS = `${CORE}/configmaps`;
export const WIDGETS = '/apis/example.com/v1/namespaces/default/widgets';
const CRDS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
export const TYPES = {
  POST: 'application/json',
  PUT: 'application/json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

const WIDGET = {
  type: 'object',
  properties: {
    spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    pattern: { type: 'string', pattern: '^(([a-z])+.)+[A-Z]([a-z])+$' },
    ['__proto__']: { type: 'string' },
    constructor: { type: 'object', properties: { prototype: { type: 'string', default: 'mine' } } },
    toString: { type: 'integer' },
  },
};

export function definition(plural: string, schema: object): KubeObject {
  const kind = plural[0]!.toUpperCase() + plural.slice(1, -1);
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural, singular: plural.slice(0, -1), kind, listKind: `${kind}List` },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema } }],
    },
  };
}

interface Answer {
  status: number;
  text: string;
  body: { message: string; reason: string; code: number } & KubeObject;
}

export async function send(method: string, path: string, body?: unknown, type: string = TYPES.POST): Promise<Answer> {
  const content = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const before = process.threadCpuUsage();
  const response = await api.server.transport()({
    method,
    path,
    headers: { 'content-type': type, 'user-agent': 'hostile' },
    body: content,
  });
  const { user, system } = process.threadCpuUsage(before);
  expect((user + system) / 1_000, `${method} ${path.slice(0, 100)}`).toBeLessThan(MOST_WORK);
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

export const configMap = (name: string, rest: object = {}, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  ...rest,
});
export const many = (count: number, entry: (i: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => entry(i)));
export const nested = (depth: number, key = 'a') => `${`{"${key}":`.repeat(depth)}1${'}'.repeat(depth)}`;
