import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bisection } from './bisection.ts';

const names = (count: number) => Array.from({ length: count }, (_, at) => `ext-${at}`);

/** Answers as a person would whose page fails when all of `faulty` are on. */
function search(all: string[], faulty: string[], reload = false) {
  let bisection = Bisection.start(all);
  let answers = 0;
  while (!bisection.view.outcome) {
    const { off } = bisection.view;
    const broken = faulty.every((name) => !off.includes(name));
    bisection = bisection.answer(broken ? 'broken' : 'fine');
    if (reload) bisection = Bisection.fromJSON(JSON.stringify(bisection))!;
    answers += 1;
    if (answers > 50) throw new Error('The search does not end');
  }
  return { outcome: bisection.view.outcome, answers, off: bisection.view.off };
}

describe('Bisection', () => {
  it('begins with everything off', () => {
    expect(Bisection.start(names(4)).view).toEqual({ step: 1, steps: 4, off: names(4) });
  });

  it('finds each of 32 in at most seven steps, and switches only it off', () => {
    for (const culprit of names(32)) {
      const { outcome, answers, off } = search(names(32), [culprit]);
      expect(outcome).toEqual({ kind: 'culprit', extension: culprit });
      expect(answers).toBeLessThanOrEqual(7);
      expect(off).toEqual([culprit]);
    }
  });

  it('finds the culprit among any number, within the steps that it announced, over reloads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.boolean(), (count, pick, reload) => {
        const culprit = `ext-${pick % count}`;
        const { outcome, answers } = search(names(count), [culprit], reload);
        expect(outcome).toEqual({ kind: 'culprit', extension: culprit });
        expect(answers).toBeLessThanOrEqual(Bisection.start(names(count)).view.steps);
      }),
    );
  });

  it('says so when no extension is at fault', () => {
    expect(search(names(8), []).outcome).toEqual({ kind: 'none' });
  });

  it('never blames one alone for what two do together', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 31 }), { minLength: 2, maxLength: 4 }), (picks) => {
        const faulty = picks.map((at) => `ext-${at}`);
        const { outcome } = search(names(32), faulty);
        expect(outcome.kind).toBe('together');
        if (outcome.kind === 'together') expect(outcome.extensions).toEqual(expect.arrayContaining(faulty));
      }),
    );
  });

  it('ends at once when there is nothing to search', () => {
    expect(Bisection.start([]).answer('fine').view.outcome).toEqual({ kind: 'none' });
  });

  it('does not read what it did not write', () => {
    expect(Bisection.fromJSON('{')).toBeUndefined();
    expect(Bisection.fromJSON('{"all":"x"}')).toBeUndefined();
    expect(Bisection.fromJSON('null')).toBeUndefined();
    for (const outcome of ['null', '"none"', '{"kind":"x"}', '{"kind":"together"}', '{"kind":"culprit"}']) {
      expect(Bisection.fromJSON(`{"all":[],"suspects":[],"broken":[],"step":2,"outcome":${outcome}}`)).toBeUndefined();
    }
  });
});
