import { describe, expect, it } from 'vitest';
import { toneOf, toneOfRatio } from './tone-of.ts';

describe('the tone of a word', () => {
  it.each([
    ['Running', 'ok'],
    ['Completed', 'neutral'],
    ['ContainerCreating', 'progress'],
    ['Init:1/3', 'progress'],
    ['Init:CrashLoopBackOff', 'danger'],
    ['Init:Something', 'danger'],
    ['CrashLoopBackOff', 'danger'],
    ['ErrImageNeverPull', 'danger'],
    ['RegistryUnavailableError', 'danger'],
    ['ExitCode:137', 'danger'],
    ['Signal:9', 'danger'],
    ['Ready,SchedulingDisabled', 'warning'],
    ['NotReady,SchedulingDisabled', 'danger'],
    ['Ready', 'ok'],
    ['my-own-word', undefined],
    ['__proto__', undefined],
    ['', undefined],
  ])('of %s is %s', (word, tone) => expect(toneOf(word)).toBe(tone));

  it.each([
    ['3/3', 'ok'],
    ['1/3', 'warning'],
    ['0/3', 'danger'],
    ['0/0', 'neutral'],
    ['4/3', 'ok'],
    ['a/b', undefined],
    ['1/2/3', undefined],
  ])('of %s is %s', (word, tone) => expect(toneOfRatio(word)).toBe(tone));
});
