import { expect, test } from 'vitest';
import { reasonsUnfit, recommendedVersion, type VersionCandidate, whyUnfit } from './recommended-version.ts';

const platform = { kubeVersion: 'v1.28.3-gke.100', platformVersion: '4.1.3', lubanVersion: '0.1.0' };

test.each<[string, VersionCandidate[], string | undefined]>([
  ['the greatest, not the last or the longest', [version('1.9.0'), version('1.10.0'), version('1.2.0')], '1.10.0'],
  ['a release before its own prerelease', [version('2.0.0-rc.1'), version('2.0.0')], '2.0.0'],
  ['a prerelease that is greater than all releases', [version('1.0.0'), version('2.0.0-rc.1')], '2.0.0-rc.1'],
  [
    'none for another Kubernetes',
    [version('1.0.0', { kubeVersion: '>=1.19.0-0' }), version('2.0.0', { kubeVersion: '>=1.30.0-0' })],
    '1.0.0',
  ],
  ['none for another KubeSphere', [version('1.0.0'), version('2.0.0', { ksVersion: '>=4.2.0-0' })], '1.0.0'],
  ['none for another LuBan', [version('1.0.0'), version('2.0.0', { lubanVersion: '>=1' })], '1.0.0'],
  ['none whose range cannot be read', [version('1.0.0'), version('2.0.0', { kubeVersion: 'new' })], '1.0.0'],
  ['one whose ranges are empty', [version('1.0.0', { kubeVersion: '', ksVersion: '' })], '1.0.0'],
  ['a vendor’s suffix for no range without a prerelease', [version('1.0.0', { kubeVersion: '>=1.19.0' })], undefined],
  ['none that is no version', [version('latest')], undefined],
  ['none of none', [], undefined],
])('it is %s', (_, candidates, expected) => {
  expect(recommendedVersion(candidates, platform)).toBe(expected);
  expect(recommendedVersion([...candidates].reverse(), platform)).toBe(expected);
});

test('without a level of KubeSphere, the one that LuBan takes counts', () => {
  const { kubeVersion, lubanVersion } = platform;
  expect(whyUnfit(version('1.0.0', { ksVersion: '>=4.1.0-0' }), { kubeVersion, lubanVersion })).toBeUndefined();
  expect(whyUnfit(version('1.0.0', { ksVersion: '<4.0.0' }), { kubeVersion, lubanVersion })?.code).toBe('LB7141');
});

test('all reasons are given, with what is asked for and what there is', () => {
  const candidate = version('2.0.0', { kubeVersion: '>=1.30.0-0', ksVersion: '~5', lubanVersion: '^3.0.0' });
  expect(reasonsUnfit(candidate, platform)).toEqual([
    unfit('LB7140', 'extension.yaml', 'kubeVersion', '>=1.30.0-0', 'v1.28.3-gke.100'),
    unfit('LB7141', 'extension.yaml', 'ksVersion', '~5', '4.1.3'),
    unfit('LB7142', 'ui/extension.json', 'engines.luban', '^3.0.0', '0.1.0'),
  ]);
  expect(whyUnfit(candidate, platform)?.code).toBe('LB7140');
});

function version(text: string, rest: Partial<VersionCandidate> = {}): VersionCandidate {
  return { version: text, ...rest };
}

function unfit(code: string, file: string, field: string, range: string, running: string) {
  return { code, params: { file, field, range, running, version: '2.0.0' } };
}
