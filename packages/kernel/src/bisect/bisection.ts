import type { Bisect } from '../contract.ts';

interface State {
  /** All extensions in the search, in index order. */
  all: string[];
  /** The one at fault is among these, if it is one alone. */
  suspects: string[];
  /** The smallest set of which a person said that it fails. */
  broken: string[];
  step: number;
  outcome?: Bisect['outcome'];
}

/**
 * The search for the extension at fault, as an immutable value. First all are off, then always half of the suspects is
 * on and everything else off, and at last one alone: for n extensions at most ⌈log2 n⌉ + 2 steps.
 */
export class Bisection {
  readonly #state: State;

  private constructor(state: State) {
    this.#state = state;
  }

  static start(extensions: readonly string[]): Bisection {
    const all = [...extensions];
    return new Bisection({ all, suspects: all, broken: all, step: 1 });
  }

  /** Undefined when the text is not what `toJSON` wrote. */
  static fromJSON(text: string): Bisection | undefined {
    try {
      const state = JSON.parse(text) as State;
      const valid = [state.all, state.suspects, state.broken].every(isListOfNames) && Number.isInteger(state.step);
      return valid && (state.outcome === undefined || isOutcome(state.outcome)) ? new Bisection(state) : undefined;
    } catch {
      return undefined;
    }
  }

  toJSON(): State {
    return this.#state;
  }

  get view(): Bisect {
    const { all, step, outcome } = this.#state;
    const on = new Set(this.#on);
    return {
      step,
      steps: Math.ceil(Math.log2(Math.max(all.length, 1))) + 2,
      off: all.filter((name) => !on.has(name)),
      ...(outcome && { outcome }),
    };
  }

  answer(still: 'broken' | 'fine'): Bisection {
    const { step, suspects, outcome } = this.#state;
    if (outcome) return this;
    const on = this.#on;
    if (step === 1) return still === 'broken' ? this.#end({ kind: 'none' }) : this.#narrow(suspects);
    if (still === 'broken') {
      const [culprit] = on;
      return on.length === 1 ? this.#end({ kind: 'culprit', extension: culprit! }) : this.#narrow(on, on);
    }
    const rest = suspects.filter((name) => !on.includes(name));
    if (rest.length === 0) return this.#end({ kind: 'together', extensions: this.#state.broken });
    return this.#narrow(rest);
  }

  /** What is switched on in this step. */
  get #on(): string[] {
    const { all, suspects, step, outcome } = this.#state;
    if (outcome?.kind === 'culprit') return all.filter((name) => name !== outcome.extension);
    if (outcome) return all;
    return step === 1 ? [] : suspects.slice(0, Math.ceil(suspects.length / 2));
  }

  #narrow(suspects: string[], broken: string[] = this.#state.broken): Bisection {
    const next = { ...this.#state, suspects, broken, step: this.#state.step + 1 };
    return new Bisection(suspects.length === 0 ? { ...next, outcome: { kind: 'none' } } : next);
  }

  #end(outcome: Bisect['outcome']): Bisection {
    return new Bisection({ ...this.#state, outcome });
  }
}

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}

function isOutcome(outcome: NonNullable<State['outcome']>): boolean {
  if (outcome.kind === 'culprit') return typeof outcome.extension === 'string';
  return outcome.kind === 'together' ? isListOfNames(outcome.extensions) : outcome.kind === 'none';
}
