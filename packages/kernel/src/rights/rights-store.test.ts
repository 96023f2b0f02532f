import type { RightsDocument, RightsPlace } from '@luban/manifest';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRightsStore } from './rights-store.ts';

const LIST = { verb: 'list', group: '', resource: 'pods' };
const document = (place: RightsPlace, more: Partial<RightsDocument> = {}): RightsDocument => ({
  place,
  rules: [[['list'], [''], ['pods']]],
  complete: true,
  ...more,
});

function standing(answer: (query: URLSearchParams) => unknown, documents: RightsDocument[] = []) {
  const asked: string[] = [];
  const fetch = vi.fn(async (input: string | URL | Request) => {
    const query = new URLSearchParams(String(input).split('?')[1]);
    asked.push(query.toString());
    const body = answer(query);
    return body instanceof Response ? body : Response.json(body);
  });
  const store = createRightsStore({ url: '/api/rights', host: 'main', stamp: '1', documents }, { fetch });
  const changes = vi.fn();
  store.changes.subscribe(changes);
  return { store, asked, changes };
}

describe('what the person may do', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is known at once for the places that came with the page', () => {
    const shop = { cluster: 'main', project: 'shop' };
    const { store, asked } = standing(() => ({}), [document({ cluster: 'main' }, { rules: [] }), document(shop)]);
    expect(store.can(shop, LIST)).toBe(true);
    expect(store.can({ cluster: 'main' }, LIST)).toBe(false);
    expect(store.can({}, LIST)).toBe(false);
    expect(asked).toEqual([]);
  });

  it('is asked for elsewhere, once for each place, and told when it is there', async () => {
    const { store, asked, changes } = standing((query) => document({ cluster: query.get('cluster') ?? '' }));
    expect(store.can({ cluster: 'far', project: 'blog' }, LIST)).toBeUndefined();
    expect(store.can({ cluster: 'far', project: 'blog' }, LIST)).toBeUndefined();
    expect(store.can({ workspace: 'team' }, LIST)).toBeUndefined();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['cluster=far&namespace=blog', 'workspace=team']);
    expect(changes).toHaveBeenCalledTimes(2);
    expect(store.can({ cluster: 'far', project: 'blog' }, LIST)).toBe(true);
  });

  it('is nothing in a place that does not exist, and unknown where the cluster cannot tell', async () => {
    const { store } = standing((query) =>
      query.get('cluster') === 'gone' ? new Response('{}', { status: 404 }) : document({}, { complete: false }),
    );
    store.can({ cluster: 'gone' }, LIST);
    store.can({ cluster: 'odd' }, LIST);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.can({ cluster: 'gone' }, LIST)).toBe(false);
    expect(store.can({ cluster: 'odd' }, LIST)).toBeUndefined();
  });

  it('is asked for anew when the server says that it stands otherwise, and the old answers hold until then', async () => {
    const { store, asked, changes } = standing(
      () => document({ cluster: 'main' }, { rules: [] }),
      [document({ cluster: 'main' }), document({ cluster: 'main', project: 'left' })],
    );
    expect(store.can({ cluster: 'main' }, LIST)).toBe(true);
    store.stand('1');
    store.stand(undefined);
    expect(asked).toEqual([]);
    store.stand('2');
    expect(store.can({ cluster: 'main' }, LIST)).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.can({ cluster: 'main' }, LIST)).toBe(false);
    // Nobody looked at the other place: it is asked for when somebody does.
    expect(asked).toEqual(['cluster=main']);
    expect(changes).toHaveBeenCalledTimes(1);
    store.stand('3');
    await vi.advanceTimersByTimeAsync(0);
    expect(changes).toHaveBeenCalledTimes(1);
  });

  it('is asked for once more when it changed while the answer was under way', async () => {
    let answers = 0;
    const { store, asked } = standing(() => document({ cluster: 'far' }, { rules: answers++ === 0 ? [] : undefined }));
    store.can({ cluster: 'far' }, LIST);
    store.stand('2');
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toHaveLength(2);
  });

  it('is tried again after a failure, and not after the end', async () => {
    let works = false;
    const { store, asked } = standing(() => (works ? document({ cluster: 'far' }) : new Response('', { status: 503 })));
    store.can({ cluster: 'far' }, LIST);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(asked).toHaveLength(1);
    works = true;
    await vi.advanceTimersByTimeAsync(200);
    expect(store.can({ cluster: 'far' }, LIST)).toBe(true);
    works = false;
    store.can({ cluster: 'other' }, LIST);
    await vi.advanceTimersByTimeAsync(0);
    store.dispose();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(3);
  });
});

describe('what a cluster serves', () => {
  it('comes with its rights, and is asked for when an index asks about other kinds', async () => {
    const kinds: Record<string, boolean> = { 'a.example/v1/A': true };
    const { store, asked } = standing(
      () => document({ cluster: 'main' }, { kinds: { ...kinds } }),
      [document({ cluster: 'main' }, { kinds: { ...kinds } })],
    );
    const place = { cluster: 'main', project: 'shop' };
    expect(store.serves(place, 'a.example/v1/A')).toBe(true);
    expect(store.serves(place, 'b.example/v1/B')).toBeUndefined();
    kinds['b.example/v1/B'] = false;
    store.indexChanged();
    await vi.waitFor(() => expect(store.serves(place, 'b.example/v1/B')).toBe(false));
    expect(asked).toEqual(['cluster=main']);
  });
});
