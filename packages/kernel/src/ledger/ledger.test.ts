import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Ledger } from './ledger.ts';

describe('Ledger', () => {
  it('releases the latest first', async () => {
    const order: string[] = [];
    const ledger = new Ledger();
    ledger.defer(() => void order.push('first'));
    ledger.adopt('second', (value) => void order.push(value));
    ledger.use({ [Symbol.dispose]: () => void order.push('third') });
    expect(await ledger.end()).toEqual({ count: 3, errors: [] });
    expect(order).toEqual(['third', 'second', 'first']);
  });

  it('counts what it holds, by kind', () => {
    const ledger = new Ledger();
    ledger.hold('timer', () => {});
    const listener = ledger.hold('listener', () => {});
    ledger.hold('timer', () => {});
    expect(ledger.counts).toEqual({ timer: 2, listener: 1 });
    listener[Symbol.dispose]();
    expect(ledger.counts).toEqual({ timer: 2 });
  });

  it('releases an effect once, however often it is asked to', async () => {
    const release = vi.fn();
    const ledger = new Ledger();
    const effect = ledger.hold('timer', release);
    effect[Symbol.dispose]();
    effect[Symbol.dispose]();
    await ledger.end();
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('does not release what ended by itself', async () => {
    const release = vi.fn();
    const ledger = new Ledger();
    ledger.hold('timer', release);
    ledger.drop('timer', release);
    expect(await ledger.end()).toEqual({ count: 0, errors: [] });
    expect(release).not.toHaveBeenCalled();
  });

  it('waits for releases that are promises and collects their failures', async () => {
    const ledger = new Ledger();
    ledger.hold('connection', () => Promise.reject(new Error('line is gone')));
    const { errors } = await ledger.end();
    expect(errors).toEqual([new Error('line is gone')]);
  });

  it('refuses new effects after the end, and leaves none of them behind', async () => {
    const ledger = new Ledger();
    await ledger.end();
    const release = vi.fn();
    expect(() => ledger.hold('timer', release)).toThrow(ReferenceError);
    expect(release).toHaveBeenCalledTimes(1);
  });

  it('throws everything that failed when it is disposed of as the language does', () => {
    const ledger = new Ledger();
    ledger.defer(() => {
      throw new Error('one');
    });
    ledger.defer(() => {
      throw new Error('two');
    });
    expect(() => ledger.dispose()).toThrow(AggregateError);
  });

  it('runs every release exactly once, whichever of them throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.record({ throws: fc.boolean(), early: fc.boolean() })), async (effects) => {
        const ledger = new Ledger();
        const runs = effects.map(() => 0);
        const handles = effects.map(({ throws }, at) =>
          ledger.hold('effect', () => {
            runs[at]! += 1;
            if (throws) throw new Error(String(at));
          }),
        );
        for (const [at, { early }] of effects.entries()) {
          if (!early) continue;
          try {
            handles[at]![Symbol.dispose]();
          } catch {
            // An early release tells its caller.
          }
        }
        const { count, errors } = await ledger.end();
        const late = effects.filter(({ early }) => !early);
        expect(runs).toEqual(effects.map(() => 1));
        expect(count).toBe(late.length);
        expect(errors).toHaveLength(late.filter(({ throws }) => throws).length);
        expect(ledger.counts).toEqual({});
      }),
    );
  });
});
