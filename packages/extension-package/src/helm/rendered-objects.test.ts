import { expect, test } from 'vitest';
import { documents, renderedObjects, sourcedDocuments } from './rendered-objects.ts';

test('documents end where helm ends them', () => {
  const yaml = '---\n# Source: a/templates/one.yaml\na: 1\n---\n# only a remark\n--- \nb: |\n  --- not here\n---\n\n';
  expect(documents(yaml)).toEqual(['# Source: a/templates/one.yaml\na: 1', 'b: |\n  --- not here']);
});

test('a file of several documents is named before the first', () => {
  const yaml =
    '---\n# Source: a/crds/all.yaml\n---\nkind: A\n---\nkind: B\n---\n# Source: a/templates/c.yaml\nkind: C\n';
  expect(sourcedDocuments(yaml).map(({ source }) => source)).toEqual([
    'a/crds/all.yaml',
    'a/crds/all.yaml',
    'a/templates/c.yaml',
  ]);
});

test('what they hold is told', () => {
  const yaml = `apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: other}
spec: {volumeClaimTemplates: [{metadata: {name: data}}]}
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Secret, metadata: {name: a, annotations: {helm.sh/resource-policy: keep}}}
  - {apiVersion: v1, kind: Secret, metadata: {name: b, annotations: {helm.sh/hook: pre-install}}}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: tides.example.com}
spec: {group: example.com, scope: Cluster, names: {kind: Tide, plural: tides}, versions: [{name: v1}, {name: v2}]}
---
just: values
---
- a
- list
`;
  expect(renderedObjects(yaml)).toMatchObject([
    { kind: 'StatefulSet', name: 'db', namespace: 'other', claims: ['data'], isHook: false, isKept: false },
    { kind: 'Secret', name: 'a', isKept: true },
    { kind: 'Secret', name: 'b', isHook: true },
    { defines: { group: 'example.com', kind: 'Tide', plural: 'tides', isNamespaced: false, versions: ['v1', 'v2'] } },
  ]);
});

test.each(['{{{{', 'a: *nothing', '? ? ? ?', `${'['.repeat(5_000)}`, '&a [*a, *a]', '\u0000', '!!binary x'])(
  'what is nothing of the kind is left out: %j',
  (yaml) => {
    expect(renderedObjects(yaml)).toEqual([]);
  },
);
