import { describe, expect, test } from 'vitest';
import type { PublishedDocument } from '../discovery/published-document.ts';
import { builtInTypes } from '../registry/built-in-resources.ts';
import { ResourceRegistry } from '../registry/resource-registry.ts';
import { customType } from '../registry/testing/custom-type.ts';
import { builtInSchemas } from '../schema/built-in-schemas.ts';
import { OpenApiDocuments } from './open-api-documents.ts';

const schemas = builtInSchemas();
const builtIn = builtInTypes({ schemas, strategies: {}, printers: {} });

function setUp() {
  const registry = new ResourceRegistry(builtIn);
  return { registry, documents: new OpenApiDocuments(registry, schemas) };
}

interface Operation {
  operationId?: string;
  parameters?: { name: string }[];
  requestBody?: { content: object };
  responses?: Record<string, { content?: object }>;
  'x-kubernetes-action'?: string;
  'x-kubernetes-group-version-kind'?: { kind: string };
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: Record<string, object>; oneOf?: unknown[] }> };
}

function read(document: PublishedDocument | undefined): OpenApi {
  return JSON.parse(document?.body.toString() ?? 'null') as OpenApi;
}

const { documents } = setUp();
const { paths } = JSON.parse(documents.index().body.toString()) as {
  paths: Record<string, { serverRelativeURL: string }>;
};

test('the index leads to every version, by the hash of its document', () => {
  expect(Object.keys(paths)).toHaveLength(22);
  for (const [path, { serverRelativeURL }] of Object.entries(paths)) {
    expect(serverRelativeURL).toBe(`/openapi/v3/${path}?hash=${documents.document(path)?.hash}`);
  }
  expect(documents.document('apis/apps/v2')).toBeUndefined();
});

test.each(Object.keys(paths))('%s refers to nothing that it does not hold, and repeats no operation', (path) => {
  const text = documents.document(path)?.body.toString() ?? '';
  const document = JSON.parse(text) as OpenApi;
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    expect(document.components.schemas).toHaveProperty([name ?? '']);
  }
  const operations = Object.values(document.paths).flatMap((item) =>
    Object.values(item).flatMap(({ operationId }) => operationId ?? []),
  );
  expect(new Set(operations).size).toBe(operations.length);
});

describe('what clients look for', () => {
  const document = read(documents.document('apis/apps/v1'));

  test('whether fields are validated and dry runs understood', () => {
    const patch = document.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.patch;
    expect(patch).toMatchObject({
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' },
    });
    const names = patch?.parameters?.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['dryRun', 'fieldManager', 'fieldValidation', 'force']));
    expect(Object.keys(patch?.requestBody?.content ?? {})).toContain('application/strategic-merge-patch+json');
  });

  test('lists in one namespace and in all', () => {
    expect(Object.keys(document.paths['/apis/apps/v1/deployments'] ?? {})).toEqual(['get', 'parameters']);
    expect(Object.keys(document.paths['/apis/apps/v1/namespaces/{namespace}/deployments'] ?? {})).toEqual([
      'get',
      'post',
      'delete',
      'parameters',
    ]);
  });

  test('kinds with their descriptions and merge keys', () => {
    const { schemas: published } = document.components;
    expect(published['io.k8s.api.apps.v1.Deployment']).toMatchObject({
      description: expect.stringContaining('Deployment enables declarative updates'),
      'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }],
    });
    expect(published['io.k8s.api.core.v1.PodSpec']?.properties.containers).toMatchObject({
      description: expect.stringContaining('List of containers'),
      'x-kubernetes-patch-merge-key': 'name',
    });
    const { metadata, spec } = published['io.k8s.api.apps.v1.Deployment']!.properties;
    expect(metadata).toEqual({
      description: expect.stringContaining("Standard object's metadata"),
      allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }],
    });
    // What the definition says of itself is not said twice.
    expect(spec).toEqual({ $ref: '#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec' });
  });

  test('numbers and strings alike', () => {
    const { schemas: published } = document.components;
    expect(published['io.k8s.apimachinery.pkg.util.intstr.IntOrString']).toMatchObject({
      format: 'int-or-string',
      oneOf: [{ type: 'integer' }, { type: 'string' }],
    });
    expect(published['io.k8s.apimachinery.pkg.api.resource.Quantity']?.oneOf).toHaveLength(2);
  });

  test('streams and proxies', () => {
    const core = read(documents.document('api/v1'));
    const exec = core.paths['/api/v1/namespaces/{namespace}/pods/{name}/exec'];
    expect(exec?.get?.['x-kubernetes-action']).toBe('connect');
    expect(exec?.post?.['x-kubernetes-group-version-kind']?.kind).toBe('PodExecOptions');
    expect(Object.keys(core.paths['/api/v1/namespaces/{name}/finalize'] ?? {})).toEqual(['put', 'parameters']);
  });
});

describe('custom resources', () => {
  const schema = {
    type: 'object' as const,
    description: 'CronTab runs things.',
    properties: {
      spec: { type: 'object' as const, properties: { cron: { type: 'string' as const, pattern: '^.+$' } } },
    },
  };

  test('are published under their reversed group', () => {
    const { registry, documents } = setUp();
    registry.setCustom([customType('stable.example.com', 'v1', 'CronTab', schema)]);
    const document = read(documents.document('apis/stable.example.com/v1'));
    expect(document.components.schemas['com.example.stable.v1.CronTab']).toMatchObject({
      ...schema,
      properties: {
        ...schema.properties,
        metadata: { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] },
      },
      'x-kubernetes-group-version-kind': [{ group: 'stable.example.com', version: 'v1', kind: 'CronTab' }],
    });
    const { get, patch } = document.paths['/apis/stable.example.com/v1/namespaces/{namespace}/crontabs/{name}'] ?? {};
    expect(get?.responses?.['200']?.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/com.example.stable.v1.CronTab' } },
    });
    expect(Object.keys(patch?.requestBody?.content ?? {})).not.toContain('application/strategic-merge-patch+json');
    expect(Object.keys(document.components.schemas)).toContain('com.example.stable.v1.CronTabList');
  });

  test('change their own document alone', () => {
    const { registry, documents } = setUp();
    const [index, core] = [documents.index(), documents.document('api/v1')];
    registry.setCustom([customType('example.com', 'v1', 'CronTab', schema)]);
    expect(documents.document('api/v1')).toBe(core);
    expect(documents.index().hash).not.toBe(index.hash);
    registry.setCustom([]);
    expect(documents.document('apis/example.com/v1')).toBeUndefined();
    expect(documents.index().hash).toBe(index.hash);
  });
});

test('other servers publish their own documents', () => {
  const { registry, documents } = setUp();
  registry.setExternal([{ group: 'metrics.k8s.io', version: 'v1beta1', groupPriority: 1, versionPriority: 1 }]);
  expect(documents.document('apis/metrics.k8s.io/v1beta1')).toBeUndefined();
});
