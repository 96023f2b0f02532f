// @vitest-environment happy-dom
import type { RightsPlace, RightsQuestion } from '@luban/manifest';
import { act, cleanup } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { setShellState, shellStore } from './shell-store.ts';
import { showExtension } from './test-support/show-extension.tsx';
import { type CanQuestion, useCan } from './use-can.ts';

beforeEach(() => setShellState({ ...shellStore.getInitialState(), cluster: 'east', project: 'shop' }));
afterEach(cleanup);

const LIST = { verb: 'list', group: '', resource: 'secrets' };

function show(question: CanQuestion, can: (question: RightsQuestion, place: RightsPlace) => boolean | undefined) {
  return showExtension(() => String(useCan(question)), { can });
}

it.each([
  [{}, { cluster: 'east', project: 'shop' }],
  [{ namespace: 'blog' }, { cluster: 'east', project: 'blog' }],
  [{ namespace: '' }, { cluster: 'east', project: undefined }],
  [{ cluster: 'west' }, { cluster: 'west', project: undefined }],
  [{ cluster: 'east' }, { cluster: 'east', project: 'shop' }],
  [
    { cluster: 'west', namespace: 'blog' },
    { cluster: 'west', project: 'blog' },
  ],
])('%j is asked about in %j', (where, place) => {
  const can = vi.fn((_question: RightsQuestion, _place: RightsPlace) => true);
  show({ ...LIST, ...where }, can);
  expect(can.mock.lastCall?.[0]).toMatchObject(LIST);
  expect(can.mock.lastCall?.[1]).toMatchObject(place);
});

it('follows what is known of rights', () => {
  let answer: boolean | undefined;
  const { container, kernel } = show(LIST, () => answer);
  expect(container.textContent).toBe('undefined');
  answer = true;
  act(() => kernel.rightsChanges.set(1));
  expect(container.textContent).toBe('true');
});
