import { describe, expect, it } from 'vitest';
import { type ContextSources, contextOptions } from './context-options.ts';

const sources: ContextSources = {
  query: '',
  context: { cluster: 'main' },
  cluster: 'main',
  clusters: [
    { name: 'main', displayName: 'Main cluster' },
    { name: 'eu-1', displayName: '' },
  ],
  recentProjects: ['eu-1/other', 'main/shop'],
  recentWorkspaces: ['team'],
};
const labels = (more: Partial<ContextSources>) =>
  contextOptions({ ...sources, ...more }).map(({ part, label, typed }) => `${typed ? 'typed ' : ''}${part} ${label}`);

describe('contextOptions', () => {
  it('offers clusters, projects of the cluster at hand that were visited, and workspaces', () => {
    expect(labels({})).toEqual(['cluster Main cluster', 'cluster eu-1', 'project shop', 'workspace team']);
  });

  it('offers a typed name for what no list knows', () => {
    expect(labels({ query: 'blog' })).toEqual(['typed project blog', 'typed workspace blog']);
    expect(labels({ query: 'shop' })).toEqual(['project shop', 'typed workspace shop']);
    expect(labels({ query: 'blog', cluster: undefined })).toEqual(['typed workspace blog']);
  });

  it('offers a typed cluster where the server lists none', () => {
    expect(labels({ query: 'edge', clusters: [], cluster: undefined })).toContain('typed cluster edge');
  });

  it('offers no name that Kubernetes would refuse', () => {
    expect(labels({ query: 'not/a/name' })).toEqual([]);
    expect(labels({ query: '../etc' })).toEqual([]);
  });

  it('marks where one is', () => {
    const current = (context: ContextSources['context']) =>
      contextOptions({ ...sources, context }).flatMap(({ label, current: here }) => (here ? [label] : []));
    expect(current({ cluster: 'main' })).toEqual(['Main cluster']);
    expect(current({ cluster: 'main', project: 'shop' })).toEqual(['shop']);
  });
});

describe('places that the server knows', () => {
  const places = {
    clusters: [
      { name: 'main', displayName: 'Main cluster', state: 'ready' },
      { name: 'far', displayName: 'Far', state: 'unreachable', reason: 'Nobody is at home.' },
    ],
    projects: [{ name: 'blog' }, { name: 'shop' }],
    workspaces: [{ name: 'crew' }, { name: 'team' }],
  };

  it('follow those that were visited, each once', () => {
    expect(labels({ places })).toEqual([
      'cluster Main cluster',
      'cluster Far',
      'project shop',
      'project blog',
      'workspace team',
      'workspace crew',
    ]);
  });

  it('are not offered as typed ones', () => {
    expect(labels({ places, query: 'blog' })).toEqual(['project blog', 'typed workspace blog']);
  });

  it('say of a cluster that does not answer why', () => {
    const far = contextOptions({ ...sources, places }).find(({ key }) => key === 'cluster far');
    expect(far?.trouble).toEqual({ state: 'unreachable', reason: 'Nobody is at home.' });
    expect(contextOptions({ ...sources, places })[0]?.trouble).toBeUndefined();
  });

  it('are cut off where nobody reads on, and found by their names', () => {
    const many = Array.from({ length: 3_000 }, (_, i) => ({ name: `project-${i}` }));
    const sources = { places: { ...places, projects: many } };
    expect(labels(sources).filter((label) => label.startsWith('project')).length).toBe(100);
    expect(labels({ ...sources, query: 'project-2999' })[0]).toBe('project project-2999');
  });
});
