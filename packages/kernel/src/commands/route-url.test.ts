import { describe, expect, it } from 'vitest';
import { routeUrl } from './route-url.ts';

describe('routeUrl', () => {
  it('fills in what is known, encoded', () => {
    expect(routeUrl({ mount: 'cluster', path: 'metrics' }, { cluster: 'a/b' })).toBe('/clusters/a%2Fb/metrics');
    expect(routeUrl({ mount: 'root', path: '' }, {})).toBe('/');
  });
  it('gives nothing when a parameter is not known', () => {
    expect(routeUrl({ mount: 'cluster', path: 'metrics' }, { cluster: undefined })).toBeUndefined();
  });
});
