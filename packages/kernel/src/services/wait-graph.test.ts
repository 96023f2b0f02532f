import { describe, expect, it } from 'vitest';
import { createWaitGraph } from './wait-graph.ts';

describe('createWaitGraph', () => {
  it('names the way round when a wait would close a circle', () => {
    const graph = createWaitGraph();
    graph.enter('a', 'b');
    graph.enter('b', 'c');
    expect(graph.circle('c', 'a')).toEqual(['c', 'a', 'b', 'c']);
    expect(graph.circle('c', 'd')).toBeUndefined();
    expect(graph.circle('a', 'a')).toEqual(['a', 'a']);
  });

  it('forgets a wait only when all of its kind have ended', () => {
    const graph = createWaitGraph();
    const one = graph.enter('a', 'b');
    const two = graph.enter('a', 'b');
    one[Symbol.dispose]();
    expect(graph.circle('b', 'a')).toBeDefined();
    two[Symbol.dispose]();
    expect(graph.circle('b', 'a')).toBeUndefined();
  });
});
