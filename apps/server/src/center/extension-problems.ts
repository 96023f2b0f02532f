import type { Problem } from '@luban/manifest';
import type { ExtensionObjects } from '../extension-api/extension-objects.ts';
import { problemsByExtension as problemsOfObjects } from '../extension-api/problems-by-extension.ts';
import { type Choices, choiceKey } from '../extensions/conflict-choices.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import { problemsByExtension, withoutRepetition } from '../extensions/extension-summary.ts';
import type { IndexService } from '../live/index-service.ts';

export interface ExtensionProblemsOptions {
  source: ExtensionSource;
  index: IndexService;
  /** Objects of the host that extend the API. */
  apiObjects?: ExtensionObjects;
  /** Told the extensions whose problems may be others now. */
  onChange(extensions: readonly string[]): void;
}

/** What is wrong with extensions beside their own objects: conflicts with others, contributions that were left out. */
export class ExtensionProblems implements Disposable {
  readonly #options: ExtensionProblemsOptions;
  readonly #resources = new DisposableStack();
  #found: ReadonlyMap<string, readonly Problem[]> | undefined;

  constructor(options: ExtensionProblemsOptions) {
    this.#options = options;
    const { source, index, apiObjects, onChange } = options;
    this.#resources.use(source.watch(() => this.#changed()));
    this.#resources.use(
      index.watch(() => {
        const before = this.#found?.keys() ?? [];
        this.#changed();
        this.#found = this.#find();
        onChange([...new Set([...before, ...this.#found.keys()])]);
      }),
    );
    const watching = apiObjects?.watch(() => {
      const before = this.#found?.keys() ?? [];
      this.#changed();
      onChange([...new Set([...before, ...[...apiObjects.values()].flatMap(({ owner }) => owner ?? [])])]);
    });
    if (watching !== undefined) this.#resources.use(watching);
  }

  of(extension: string): readonly Problem[] {
    this.#found ??= this.#find();
    return this.#found.get(extension) ?? [];
  }

  [Symbol.dispose](): void {
    this.#resources.dispose();
  }

  #changed(): void {
    this.#found = undefined;
  }

  #find(): ReadonlyMap<string, readonly Problem[]> {
    const { index, apiObjects } = this.#options;
    // Problems are numbers and parameters, the same in every language.
    const found = new Map<string, readonly Problem[]>();
    for (const [name, problems] of problemsByExtension(index.view('en').index)) {
      found.set(name, withoutRepetition(problems.filter((problem) => !isDecided(problem, index.choices))));
    }
    const beside = apiObjects === undefined ? [] : problemsOfObjects(apiObjects);
    for (const [name, more] of beside) found.set(name, [...(found.get(name) ?? []), ...more]);
    return found;
  }
}

/** Nobody has to look at what an administrator decided: it is as they want it. */
function isDecided({ params: { kind, subject, winner } }: Problem, choices: Choices): boolean {
  const key = choiceKey(String(kind), String(subject));
  return Object.hasOwn(choices, key) && choices[key] === winner;
}
