import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mountPath, placeOf } from './url-context.ts';

describe('placeOf', () => {
  it.each([
    ['/', 'root', {}, ''],
    ['/installed', 'root', {}, 'installed'],
    ['/clusters', 'root', {}, 'clusters'],
    ['/clusters/main', 'cluster', { cluster: 'main' }, ''],
    ['/clusters/main/pods/default/web', 'cluster', { cluster: 'main' }, 'pods/default/web'],
    ['/clusters/main/projects', 'cluster', { cluster: 'main' }, 'projects'],
    ['/clusters/main/projects/shop/pods', 'project', { cluster: 'main', project: 'shop' }, 'pods'],
    ['/workspaces/team/', 'workspace', { workspace: 'team' }, ''],
    ['/access/users', 'access', {}, 'users'],
    ['/settings/policies', 'platformSettings', {}, 'policies'],
    ['/clusters/a%20b', 'cluster', { cluster: 'a b' }, ''],
    ['/clusters/%E0%A4%A', 'cluster', { cluster: '%E0%A4%A' }, ''],
  ])('reads %s', (path, mount, context, rest) => {
    expect(placeOf(path)).toEqual({ mount, context, rest });
  });

  it('reads back what mountPath writes, whatever the names are', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text.isWellFormed() && text !== '.' && text !== '..');
    fc.assert(
      fc.property(name, name, (cluster, project) => {
        expect(placeOf(mountPath('project', { cluster, project })!).context).toEqual({ cluster, project });
      }),
    );
  });
});

describe('mountPath', () => {
  it('is undefined when the context lacks a part', () => {
    expect(mountPath('project', { cluster: 'main' })).toBeUndefined();
    expect(mountPath('workspace', { cluster: 'main' })).toBeUndefined();
    expect(mountPath('root', {})).toBe('');
  });
});
