import { join } from 'node:path';
import { readIfPresent, writeAtomically } from '../atomic-file.ts';

/** What an administrator decided about one extension. */
export interface Decision {
  disabled?: true;
  /** The version in force. Absent: the newest. */
  version?: string;
}

/** `extensions.json` in the data folder. */
export class StateFile {
  readonly #path: string;
  #decisions: Map<string, Decision>;

  private constructor(path: string, decisions: Map<string, Decision>) {
    this.#path = path;
    this.#decisions = decisions;
  }

  static async open(dataDir: string): Promise<StateFile> {
    const path = join(dataDir, 'extensions.json');
    const content = await readIfPresent(path);
    const kept =
      content === undefined ? {} : (JSON.parse(content.toString('utf8')) as { extensions?: Record<string, Decision> });
    return new StateFile(path, new Map(Object.entries(kept.extensions ?? {})));
  }

  get(name: string): Decision {
    return this.#decisions.get(name) ?? {};
  }

  /** In force only once it is on disk. */
  async set(name: string, decision: Decision): Promise<void> {
    const next = new Map(this.#decisions);
    if (decision.disabled === undefined && decision.version === undefined) next.delete(name);
    else next.set(name, decision);
    const sorted = [...next].sort(([a], [b]) => (a < b ? -1 : 1));
    await writeAtomically(this.#path, `${JSON.stringify({ extensions: Object.fromEntries(sorted) }, null, 2)}\n`);
    this.#decisions = next;
  }
}
