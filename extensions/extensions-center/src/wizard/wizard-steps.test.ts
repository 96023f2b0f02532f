import { describe, expect, it } from 'vitest';
import type { Installation, Rule, VersionDetail } from '../center-api.ts';
import { differenceOf } from './rights-difference.ts';
import { stepIn, stepsOf } from './wizard-steps.ts';

const rule = (part: Partial<Rule>): Rule => ({
  ...{ scope: 'cluster', verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: [], nonResourceURLs: [] },
  ...part,
});
const version = (part: Partial<VersionDetail>) =>
  ({
    ...{ values: '', installationMode: 'HostOnly', permissions: { rules: [], digest: '' }, ...part },
  }) as VersionDetail;
const installed = (part: Partial<Installation> = {}) => ({ version: '1.0.0', config: '', ...part }) as Installation;

describe('the steps', () => {
  it('that there is nothing to decide on are left out', () => {
    expect(stepsOf(version({}), undefined)).toEqual(['version', 'review']);
    const whole = version({
      ...{ values: 'a: 1', installationMode: 'Multicluster', permissions: { rules: [rule({})], digest: '' } },
    });
    expect(stepsOf(whole, undefined)).toEqual(['version', 'rights', 'config', 'clusters', 'review']);
    expect(stepsOf(whole, installed())).toEqual(['version', 'rights', 'config', 'review']);
    expect(stepsOf(whole, installed({ configHidden: true }))).toEqual(['version', 'rights', 'review']);
  });

  it('of an upgrade say that nothing new is asked for', () => {
    expect(stepsOf(version({}), installed())).toEqual(['version', 'rights', 'review']);
  });

  it('begin with the first where the URL names none of them', () => {
    expect(stepIn(['version', 'review'], 'clusters')).toBe('version');
    expect(stepIn(['version', 'review'], 'review')).toBe('review');
  });
});

it('rights are compared rule by rule, whatever was said about their risk', () => {
  const [pods, secrets] = [rule({}), rule({ resources: ['secrets'], risk: 'secrets' })];
  expect(differenceOf([pods], [rule({ risk: 'wildcard' }), secrets])).toEqual({ added: [secrets], removed: [] });
  expect(differenceOf([pods, secrets], [pods])).toEqual({ added: [], removed: [secrets] });
});
