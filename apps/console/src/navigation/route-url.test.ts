import { describe, expect, it } from 'vitest';
import { routeOf } from './navigation.testing.ts';
import { routeUrl } from './route-url.ts';

describe('routeUrl', () => {
  it('fills the mount from the context and drops the rest pattern', () => {
    expect(routeUrl(routeOf('acme/logs', 'cluster', 'logs/*'), { cluster: 'eu 1' })).toEqual({
      to: '/clusters/eu%201/logs',
    });
    expect(routeUrl(routeOf('acme/home', 'root', ''), {})).toEqual({ to: '/' });
    expect(routeUrl(routeOf('acme/home', 'cluster', ''), { cluster: 'main' })).toEqual({ to: '/clusters/main' });
  });

  it('says which part of the context is wanting', () => {
    expect(routeUrl(routeOf('acme/pods', 'project', 'pods'), {})).toEqual({ needs: 'cluster' });
    expect(routeUrl(routeOf('acme/pods', 'project', 'pods'), { cluster: 'main' })).toEqual({ needs: 'project' });
    expect(routeUrl(routeOf('acme/ci', 'workspace', 'ci'), { cluster: 'main' })).toEqual({ needs: 'workspace' });
  });

  it('has no answer for a page about one object, and leaves optional parts out', () => {
    expect(routeUrl(routeOf('acme/pod', 'root', 'pods/:name'), {})).toBeUndefined();
    expect(routeUrl(routeOf('acme/day', 'root', 'days/:day?'), {})).toEqual({ to: '/days' });
  });
});
