// @vitest-environment happy-dom
import type { RightsDocument } from '@luban/manifest';
import { afterEach, expect, it, vi } from 'vitest';
import type { Kernel } from '../contract.ts';
import { createTestKernel } from '../testing/create-test-kernel.ts';

const SHOP = { cluster: 'main', project: 'shop' };
const documents: RightsDocument[] = [
  { place: { cluster: 'main' }, rules: [], complete: true, kinds: { 'a.example/v1/A': true } },
  { place: SHOP, rules: [[['list'], [''], ['pods']]], complete: true },
];
const LIST_PODS = { when: "can('list', 'pods')" };
const kernels: Kernel[] = [];

function standing(answer: (url: string) => unknown = () => ({})) {
  const fetch = vi.fn(async (url: string | URL | Request) => Response.json(answer(String(url))));
  const test = createTestKernel({
    shell: { cluster: 'main' },
    options: { rights: { url: '/api/rights', host: 'main', stamp: '1', documents }, environment: { fetch } },
  });
  kernels.push(test.kernel);
  return { ...test, fetch };
}

afterEach(async () => {
  for (const kernel of kernels.splice(0)) await kernel.dispose();
});

it('shows by the rights of the place that something leads to, the current one unless it is told', () => {
  const { kernel, shell, fetch } = standing();
  expect(kernel.visible(LIST_PODS)).toBe(false);
  expect(kernel.visible(LIST_PODS, SHOP)).toBe(true);
  shell.set({ ...shell.get(), project: 'shop' });
  expect(kernel.visible(LIST_PODS)).toBe(true);
  expect(kernel.visible({ when: "hasResource('a.example/v1/A')" })).toBe(true);
  expect(kernel.visible({})).toBe(true);
  expect(fetch).not.toHaveBeenCalled();
});

it('hides what it does not know yet, and tells when it does', async () => {
  const blog = { cluster: 'main', project: 'blog' };
  const { kernel } = standing(() => ({ place: blog, rules: [[['*'], ['*'], ['*']]], complete: true }));
  const told = vi.fn();
  kernel.rightsChanges.subscribe(told);
  expect(kernel.permitted(LIST_PODS, blog)).toBeUndefined();
  expect(kernel.visible(LIST_PODS, blog)).toBe(false);
  // What does not hang on rights is known.
  expect(kernel.permitted({ when: `cluster == 'other' && ${LIST_PODS.when}` }, blog)).toBe(false);
  await vi.waitFor(() => expect(told).toHaveBeenCalled());
  expect(kernel.visible(LIST_PODS, blog)).toBe(true);
  expect(kernel.can({ verb: 'delete', group: '', resource: 'secrets' }, blog)).toBe(true);
});

it('asks anew when the stream says that rights stand otherwise', async () => {
  const { kernel, events } = standing(() => ({ place: SHOP, rules: [], complete: true }));
  expect(kernel.visible(LIST_PODS, SHOP)).toBe(true);
  events.rights('2');
  await vi.waitFor(() => expect(kernel.visible(LIST_PODS, SHOP)).toBe(false));
});
