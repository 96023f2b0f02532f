import { isStatusError, type KubeObject } from '@luban/kube';
import { Informer, type KubeClient } from '@luban/kube/client';
import { OWN_LABELS, OWN_NAMESPACE } from '../kube/own-namespace.ts';

/** `<kind>:<subject>` of what two extensions claim, to the name of the one that an administrator gave it to. */
export type Choices = Readonly<Record<string, string>>;

const CONFIG_MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;
const NAME = 'extension-conflicts';
const LABEL = 'luban.dev/extension-conflicts';
const KEY = 'choices';
const TRIES = 5;
/** Milliseconds. */
const SEEN_WITHIN = 2_000;

type ChoicesObject = KubeObject & { data?: Record<string, string> };

/** Who wins conflicts by somebody's choice. Kept in a ConfigMap, so that all replicas and kubectl know. */
export class ConflictChoices implements Disposable {
  readonly #client: KubeClient;
  readonly #objects: Informer<ChoicesObject>;
  #read: { object: ChoicesObject | undefined; choices: Choices } = { object: undefined, choices: {} };

  static async open(client: KubeClient, onError: (error: unknown) => void): Promise<ConflictChoices> {
    const choices = new ConflictChoices(client, onError);
    await choices.#objects.start();
    return choices;
  }

  private constructor(client: KubeClient, onError: (error: unknown) => void) {
    this.#client = client;
    const selection = { namespace: OWN_NAMESPACE, labelSelector: LABEL };
    this.#objects = new Informer<ChoicesObject>(client, CONFIG_MAPS, { ...selection, onError });
  }

  /** The same object until something changed. */
  get current(): Choices {
    const object = this.#objects.get(`${OWN_NAMESPACE}/${NAME}`);
    if (object !== this.#read.object) this.#read = { object, choices: choicesIn(object) };
    return this.#read.choices;
  }

  watch(listener: () => void): Disposable {
    return this.#objects.subscribe({ onAdd: listener, onUpdate: listener, onDelete: listener });
  }

  /** Resolves when `current` says so, too. @param winner null: as if nobody had chosen */
  async choose(key: string, winner: string | null): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#write(key, winner);
        await this.#seen(key, winner);
        return;
      } catch (error) {
        // Somebody else chose something this moment.
        const again = isStatusError(error, 'Conflict') || isStatusError(error, 'AlreadyExists');
        if (!again || tries === TRIES) throw error;
      }
    }
  }

  [Symbol.dispose](): void {
    this.#objects[Symbol.dispose]();
  }

  /** Waits for the watch, but not for ever: it was written, and comes when the watch is there again. */
  #seen(key: string, winner: string | null): Promise<void> {
    const isSeen = () => (Object.hasOwn(this.current, key) ? this.current[key] : null) === winner;
    if (isSeen()) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, SEEN_WITHIN);
    const watching = this.watch(() => isSeen() && resolve());
    return promise.finally(() => {
      clearTimeout(timer);
      watching[Symbol.dispose]();
    });
  }

  async #write(key: string, winner: string | null): Promise<void> {
    const ref = { ...CONFIG_MAPS, namespace: OWN_NAMESPACE, name: NAME };
    const found = await this.#client.get<ChoicesObject>(ref).catch((error: unknown) => {
      if (isStatusError(error, 'NotFound')) return undefined;
      throw error;
    });
    const choices = new Map(Object.entries(choicesIn(found)));
    if (winner === null) choices.delete(key);
    else choices.set(key, winner);
    const data = { [KEY]: JSON.stringify(Object.fromEntries(choices)) };
    const metadata = { name: NAME, labels: { ...OWN_LABELS, [LABEL]: '' } };
    if (found === undefined) {
      const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
      await this.#client.create({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE }, object);
    } else {
      await this.#client.update(ref, { ...found, data });
    }
  }
}

/** How a choice is kept. */
export const choiceKey = (kind: string, subject: string) => `${kind}:${subject}`;

/** What cannot be read is no choice. */
function choicesIn(object: ChoicesObject | undefined): Choices {
  try {
    const read: unknown = JSON.parse(object?.data?.[KEY] ?? '{}');
    const entries = typeof read === 'object' && read !== null ? Object.entries(read) : [];
    return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return {};
  }
}
