import type { Command, TransformPlugin } from 'just-bash';

/** Inserted at the head of every loop's body. */
const YIELD_COMMAND = '__yield';
/** Longest turn of the event loop that a script may take, in milliseconds. */
const LONGEST_TURN = 8;
/** Rounds of loops that a script may take without ever sleeping, before it is slowed down. */
const FREE_ROUNDS = 20_000;
const ROUNDS_PER_PAUSE = 1000;
const PAUSE = 1000;
/** Steps of the interpreter without a chance for others to run, such as within `eval` or `awk`, before it is stopped. */
const MOST_STEPS_IN_TURN = 200_000;

/** Keeps one script from taking the processor to itself. */
export class ProcessorTime {
  #turnBegan = performance.now();
  #rounds = 0;
  #steps = 0;
  readonly #pause: (milliseconds: number) => Promise<void>;

  /** @param pause waits on the simulation's clock, and is cut short when the process is killed */
  constructor(pause: (milliseconds: number) => Promise<void>) {
    this.#pause = pause;
  }

  /** The process waited by itself. */
  slept(): void {
    this.#rounds = 0;
    this.#newTurn();
  }

  /** Counts the interpreter's steps. Throws when there are too many in one turn, which ends the script. */
  readonly meter = {
    hit: (): void => {
      if (++this.#steps > MOST_STEPS_IN_TURN)
        throw new Error('Killed: the simulated shell used too much processor time');
    },
  };

  readonly command: Command = {
    name: YIELD_COMMAND,
    execute: async (_arguments, { env }) => {
      if (++this.#rounds > FREE_ROUNDS && this.#rounds % ROUNDS_PER_PAUSE === 0) {
        await this.#pause(PAUSE);
        this.#newTurn();
      } else if (performance.now() - this.#turnBegan > LONGEST_TURN) {
        await new Promise((resolve) => setImmediate(resolve));
        this.#newTurn();
      }
      // It is to be as if it were not there.
      return { stdout: '', stderr: '', exitCode: Number(env.get('?') ?? 0) };
    },
  };

  readonly plugin: TransformPlugin = {
    name: 'yield-in-loops',
    transform: ({ ast }) => {
      insertYields(ast, 0);
      return { ast };
    },
  };

  #newTurn(): void {
    this.#turnBegan = performance.now();
    this.#steps = 0;
  }
}

const LOOPS: readonly unknown[] = ['While', 'Until', 'For', 'CStyleFor'];
const DEEPEST = 400;

function insertYields(node: unknown, depth: number): void {
  if (typeof node !== 'object' || node === null || depth > DEEPEST) return;
  for (const child of Object.values(node)) insertYields(child, depth + 1);
  const { type, body } = node as { type?: unknown; body?: unknown };
  if (LOOPS.includes(type) && Array.isArray(body)) body.unshift(yieldStatement());
}

function yieldStatement() {
  const name = { type: 'Word', parts: [{ type: 'Literal', value: YIELD_COMMAND }] };
  const command = { type: 'SimpleCommand', assignments: [], name, args: [], redirections: [] };
  const pipeline = { type: 'Pipeline', commands: [command], negated: false };
  return { type: 'Statement', pipelines: [pipeline], operators: [], background: false };
}
