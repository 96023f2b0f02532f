import type { IndexRoute } from '@luban/manifest';
import { describe, expect, it } from 'vitest';
import { createRouteTable } from './route-table.ts';

function route(id: string, mount: IndexRoute['mount'], path: string): IndexRoute {
  return {
    extension: 'acme',
    id,
    mount,
    path,
    title: id,
    skeleton: 'page',
    prefetch: 'intent',
    component: './App#default',
  };
}

describe('createRouteTable', () => {
  const match = createRouteTable([
    route('home', 'root', ''),
    route('about', 'root', 'about'),
    route('cluster', 'cluster', ''),
    route('any', 'cluster', ':section'),
    route('metrics', 'cluster', 'metrics'),
    route('live', 'cluster', 'metrics/live'),
    route('pods', 'project', 'pods/:pod'),
    route('settings', 'platformSettings', 'extensions'),
  ]);
  const found = (path: string) => match(path)?.route.id;

  it('gives a mount its own page and nothing below it', () => {
    expect(found('/')).toBe('home');
    expect(found('/nowhere')).toBeUndefined();
    expect(found('/clusters/east')).toBe('cluster');
  });

  it('lets a route own what lies below it', () => {
    expect(match('/about/us/more')).toMatchObject({ pattern: '/about/*', params: { '*': 'us/more' } });
  });

  it('prefers the more specific pattern, whatever the order', () => {
    expect(found('/clusters/east/metrics')).toBe('metrics');
    expect(found('/clusters/east/metrics/live/now')).toBe('live');
    expect(found('/clusters/east/other')).toBe('any');
  });

  it('reads parameters of mount and route, decoded', () => {
    expect(match('/clusters/east%2F1/projects/shop/pods/web-1/logs')?.params).toEqual({
      cluster: 'east/1',
      project: 'shop',
      pod: 'web-1',
      '*': 'logs',
    });
  });

  it('forgives a slash at the end, capitals, and what cannot be decoded', () => {
    expect(found('/Settings/Extensions/')).toBe('settings');
    expect(match('/clusters/%E0%A4%A/metrics')?.params.cluster).toBe('%E0%A4%A');
  });

  it('gives the earlier of two equal routes', () => {
    const table = createRouteTable([route('first', 'root', ':a'), route('second', 'root', ':b')]);
    expect(table('/x')?.route.id).toBe('first');
  });

  it('compiles only the routes that share mount and first segment with the URL', () => {
    const read: string[] = [];
    const many = Array.from(
      { length: 1000 },
      (_, at) =>
        new Proxy(route(`r${at}`, 'root', `page-${at}`), {
          get: (target, key, self) => {
            // Compiling is what reads an item's path for the second time.
            if (key === 'path') read.push(target.id);
            return Reflect.get(target, key, self) as unknown;
          },
        }),
    );
    const table = createRouteTable(many);
    table('/page-7');
    read.length = 0;
    expect(table('/page-8/x')?.route.id).toBe('r8');
    expect(new Set(read)).toEqual(new Set(['r8']));
  });
});
