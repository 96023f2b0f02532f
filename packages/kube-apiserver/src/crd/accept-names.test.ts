import type { KubeObject } from '@luban/kube';
import { expect, test } from 'vitest';
import { acceptNames } from './accept-names.ts';
import { established, NOW, widgetDefinition } from './testing/definitions.ts';

function named(group: string, names: Record<string, unknown>): KubeObject {
  const crd = widgetDefinition({ type: 'object' }, {}, { group, names });
  return { ...crd, metadata: { name: `${String(names.plural)}.${group}` } };
}

const other = established(named('example.com', { plural: 'gadgets', kind: 'Gadget', shortNames: ['gd', 'w'] }));

test('names that are free are accepted, and the definition is served', () => {
  const status = acceptNames(widgetDefinition(), [other], NOW);
  expect(status.conditions).toEqual([
    {
      type: 'NamesAccepted',
      status: 'True',
      reason: 'NoConflicts',
      message: 'no conflicts found',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    },
    {
      type: 'Established',
      status: 'True',
      reason: 'InitialNamesAccepted',
      message: 'the initial names have been accepted',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    },
  ]);
  expect(status.acceptedNames).toMatchObject({ plural: 'widgets', kind: 'Widget' });
});

test.each([
  [{ plural: 'widgets', singular: 'gadget', kind: 'Widget' }, 'SingularConflict', '"gadget" is already in use'],
  [{ plural: 'widgets', kind: 'Gadget' }, 'KindConflict', '"Gadget" is already in use'],
  [{ plural: 'widgets', kind: 'Widget', listKind: 'GadgetList' }, 'ListKindConflict', '"GadgetList" is already in use'],
  [{ plural: 'widgets', kind: 'Widget', shortNames: ['w'] }, 'ShortNamesConflict', '"w" is already in use'],
  [
    { plural: 'widgets', kind: 'Widget', shortNames: ['w', 'gd'] },
    'ShortNamesConflict',
    '["w" is already in use, "gd" is already in use]',
  ],
])('%j is in conflict', (names, reason, message) => {
  const { conditions, acceptedNames } = acceptNames(named('example.com', names), [other], NOW);
  expect(conditions).toMatchObject([
    { type: 'NamesAccepted', status: 'False', reason, message },
    { type: 'Established', status: 'False', reason: 'NotAccepted', message: 'not all names are accepted' },
  ]);
  expect(acceptedNames.plural).toBe('widgets');
});

test('groups do not get in each others way', () => {
  const { conditions } = acceptNames(named('other.com', { plural: 'gadgets', kind: 'Gadget' }), [other], NOW);
  expect(conditions[0]).toMatchObject({ status: 'True' });
});

test('what is served goes on to be served when new names are in conflict', () => {
  const crd = established(widgetDefinition());
  Object.assign((crd.spec as { names: object }).names, { shortNames: ['w'] });
  const { conditions, acceptedNames } = acceptNames(crd, [other], NOW + 5_000);
  expect(conditions).toMatchObject([
    { type: 'NamesAccepted', status: 'False', lastTransitionTime: '2026-01-01T00:00:05Z' },
    { type: 'Established', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' },
  ]);
  expect(acceptedNames.shortNames).toEqual([]);
});

test('an approval is told', () => {
  const crd = named('x.k8s.io', { plural: 'widgets', kind: 'Widget' });
  crd.metadata.annotations = { 'api-approved.kubernetes.io': 'https://github.com/kubernetes/kubernetes/pull/1' };
  expect(acceptNames(crd, [], NOW).conditions.at(-1)).toMatchObject({
    type: 'KubernetesAPIApprovalPolicyConformant',
    status: 'True',
    reason: 'ApprovedAnnotation',
  });
});
