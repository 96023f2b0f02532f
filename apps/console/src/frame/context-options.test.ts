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
