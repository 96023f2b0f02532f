import { expect, it } from 'vitest';
import { type ListView, viewOf, withView } from './list-view.ts';

it.each<[string, ListView]>([
  ['', { search: '' }],
  ['namespace=shop&q=web', { namespace: 'shop', search: 'web' }],
  ['sort=-Restarts', { search: '', sort: { column: 'Restarts', descending: true } }],
  ['sort=Nominated+Node', { search: '', sort: { column: 'Nominated Node', descending: false } }],
  ['labels=app%3Dweb%2Ctier%21%3Dx', { search: '', labels: 'app=web,tier!=x' }],
  ['columns=IP%2CNode', { search: '', columns: ['IP', 'Node'] }],
])('%s is read, and written as it was', (query, view) => {
  const params = new URLSearchParams(query);
  expect(viewOf(params)).toEqual(view);
  expect(withView(new URLSearchParams(), view).toString()).toBe(params.toString());
});

it('keeps what others wrote into the query', () => {
  expect(withView(new URLSearchParams('tab=x&q=old'), { search: '' }).toString()).toBe('tab=x');
});

it('has no column for a bare comma', () => expect(viewOf(new URLSearchParams('columns=')).columns).toEqual([]));
