import { describe, expect, test } from 'vitest';
import { type GraphNode, loadOrder, reachableFrom, stylesFor } from './load-order.ts';

const node = (imports: string[], dynamicImports: string[] = [], css: string[] = []): GraphNode => ({
  imports,
  dynamicImports,
  css,
});

const graph = new Map([
  ['entry.js', node(['scope.js'], ['a.js', 'b.js'])],
  ['scope.js', node([])],
  ['a.js', node(['shared.js', 'scope.js'], ['lazy.js'], ['a.css'])],
  ['b.js', node(['shared.js'])],
  ['shared.js', node(['deep.js'], [], ['shared.css'])],
  ['deep.js', node(['shared.js'])],
  ['lazy.js', node(['lazy-part.js'], ['a.js'], ['lazy.css', 'a.css'])],
  ['lazy-part.js', node([], [], ['part.css'])],
  ['other.js', node([])],
]);

describe('the files of a module', () => {
  test('are the entry’s and its own, each importer before what it imports', () => {
    expect(loadOrder(graph, 'entry.js', 'a.js')).toEqual(['entry.js', 'scope.js', 'a.js', 'shared.js', 'deep.js']);
  });

  test('have the style sheets of imports first, and those of lazy parts last', () => {
    expect(stylesFor(graph, 'a.js')).toEqual(['shared.css', 'a.css', 'part.css', 'lazy.css']);
    expect(stylesFor(graph, 'scope.js')).toEqual([]);
  });

  test('are reachable from the entry, and nothing else is', () => {
    expect(reachableFrom(graph, 'entry.js')).toEqual(new Set([...graph.keys()].filter((file) => file !== 'other.js')));
  });
});
