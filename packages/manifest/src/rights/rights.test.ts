import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerOf, placeKey } from './document.ts';
import { questionKey, readQuestion, resourceText } from './question.ts';
import { allowedBy, type RightsRule } from './rules.ts';

describe('a question', () => {
  test.each([
    ['pods', '', 'pods', undefined],
    ['pods/exec', '', 'pods', 'exec'],
    ['core/pods', '', 'pods', undefined],
    ['core/pods/log', '', 'pods', 'log'],
    ['apps/deployments', 'apps', 'deployments', undefined],
    ['apps/deployments/scale', 'apps', 'deployments', 'scale'],
    ['batch/jobs', 'batch', 'jobs', undefined],
    ['metrics.k8s.io/pods', 'metrics.k8s.io', 'pods', undefined],
    ['metrics.k8s.io/pods/x', 'metrics.k8s.io', 'pods', 'x'],
    ['', '', '', undefined],
  ])('%s', (text, group, resource, subresource) => {
    expect(readQuestion('list', text)).toMatchObject({ verb: 'list', group, resource });
    expect(readQuestion('list', text).subresource).toBe(subresource);
  });

  test('reads back what it is written as', () => {
    const part = fc.constantFrom('pods', 'nodes', 'x1');
    const group = fc.constantFrom('', 'apps', 'policy', 'a.example');
    fc.assert(
      fc.property(group, part, fc.option(part, { nil: undefined }), (group, resource, subresource) => {
        const question = { verb: 'get', group, resource, subresource };
        expect(readQuestion('get', resourceText(question))).toEqual(question);
      }),
    );
  });
});

describe('rules', () => {
  const ask = (rule: RightsRule, resource: string, verb = 'list', name?: string) =>
    allowedBy([rule], { ...readQuestion(verb, resource), name });

  test.each([
    [[['list'], [''], ['pods']], 'pods', true],
    [[['list'], [''], ['pods']], 'pods/log', false],
    [[['list'], [''], ['pods/log']], 'pods', false],
    [[['list'], [''], ['*/log']], 'pods/log', true],
    [[['list'], [''], ['*']], 'pods/log', true],
    [[['list'], ['apps'], ['*']], 'pods', false],
    [[['*'], ['*'], ['*']], 'a.example/things', true],
    [[['get'], [''], ['pods']], 'pods', false],
    [[['list'], [''], ['pods'], ['web']], 'pods', false],
    [[[], [], []], 'pods', false],
  ] as [RightsRule, string, boolean][])('%j on %s: %s', (rule, resource, allowed) => {
    expect(ask(rule, resource)).toBe(allowed);
  });

  test('about names are for those names', () => {
    const rule: RightsRule = [['get'], [''], ['pods'], ['web']];
    expect(ask(rule, 'pods', 'get', 'web')).toBe(true);
    expect(ask(rule, 'pods', 'get', 'db')).toBe(false);
    expect(ask(rule, 'pods', 'get', '')).toBe(false);
  });
});

describe('a document', () => {
  const question = readQuestion('list', 'pods');
  const rules: RightsRule[] = [[['list'], [''], ['pods']]];

  test('is taken at its word only when it is complete', () => {
    expect(answerOf({ place: {}, rules, complete: true }, question)).toBe(true);
    expect(answerOf({ place: {}, rules: [], complete: true }, question)).toBe(false);
    expect(answerOf({ place: {}, rules, complete: false }, question)).toBeUndefined();
  });

  test('puts decisions before rules', () => {
    const answers = { [questionKey(question)]: false };
    expect(answerOf({ place: {}, rules, complete: true, answers }, question)).toBe(false);
    expect(answerOf({ place: {}, rules, complete: false, answers }, readQuestion('list', 'nodes'))).toBeUndefined();
  });

  test('takes nothing from the prototype of its answers', () => {
    expect(answerOf({ place: {}, rules: [], complete: false, answers: {} }, readQuestion('', ''))).toBeUndefined();
  });

  test('belongs to one place', () => {
    const keys = [{}, { workspace: 'a' }, { cluster: 'a' }, { cluster: 'a', project: 'b' }, { cluster: 'b' }].map(
      placeKey,
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(placeKey({ cluster: 'a', workspace: 'w', project: 'b' })).toBe(placeKey({ cluster: 'a', project: 'b' }));
  });
});
