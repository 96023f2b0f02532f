import { gunzipSync, gzipSync } from 'node:zlib';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { ensureOwnNamespace, OWN_NAMESPACE } from '../kube/own-namespace.ts';
import type { InterfaceSnapshot } from './interface-installer.ts';
import type { Journal } from './journal.ts';
import {
  CONFIG_MAPS,
  INSTALLATION_LABEL,
  type InstallationObject,
  installationObject,
  journalIn,
  journalName,
  snapshotName,
  trimmed,
} from './journal-object.ts';

const TRIES = 20;
/** Most characters of a snapshot when unpacked: what an object can hold, with a margin. */
const LARGEST_SNAPSHOT = 8 * 2 ** 20;

/** The journals, as the replica that leads reads and writes them. Each write waits for the one before. */
export class JournalStore {
  readonly #client: KubeClient;
  readonly #known = new Map<string, InstallationObject | undefined>();
  readonly #queues = new Map<string, Promise<unknown>>();

  /** @param client of LuBan itself, for the host */
  constructor(client: KubeClient) {
    this.#client = client;
  }

  /** Extensions that there are journals of. */
  async names(): Promise<string[]> {
    const labelSelector = `${INSTALLATION_LABEL}=journal`;
    const { items } = await this.#client.list<InstallationObject>(CONFIG_MAPS, {
      namespace: OWN_NAMESPACE,
      labelSelector,
    });
    return items.flatMap((item) => journalIn(item)?.extension ?? []);
  }

  /** As this replica wrote it last. @returns undefined when there is none */
  async read(extension: string): Promise<Journal | undefined> {
    return this.#inTurn(extension, async () => journalIn(await this.#object(extension)));
  }

  /** Changes the journal, or begins it; other writers' changes stay. @returns the journal then */
  async change(extension: string, change: (draft: Journal) => void): Promise<Journal> {
    return this.#inTurn(extension, async () => {
      let written: Journal | undefined;
      await this.#write(extension, (object) => {
        const before = journalIn(object);
        written = structuredClone(before) ?? { extension, runs: [], history: [], problems: [] };
        change(written);
        written = trimmed(written);
        const text = JSON.stringify(written);
        return before !== undefined && text === JSON.stringify(before) ? undefined : { journal: text };
      });
      return written!;
    });
  }

  /** Keeps the end of the log of the newest run. @param from index of its first line in the whole of the log */
  async saveLog(extension: string, text: string, from: number): Promise<void> {
    await this.#inTurn(extension, () =>
      this.#write(extension, (object) => (object === undefined ? undefined : { log: text, logFrom: String(from) })),
    );
  }

  async logOf(extension: string): Promise<{ text: string; from: number } | undefined> {
    const data = await this.#inTurn(extension, async () => (await this.#object(extension))?.data);
    return data?.log === undefined ? undefined : { text: data.log, from: Number(data.logFrom) || 0 };
  }

  async remove(extension: string): Promise<void> {
    await this.#inTurn(extension, async () => {
      this.#known.delete(extension);
      await this.#client.delete(ref(journalName(extension))).catch(ignoreAbsence);
    });
    await this.forgetSnapshot(extension);
  }

  /** Before anything of the interface is changed. */
  async keepSnapshot(extension: string, snapshot: InterfaceSnapshot): Promise<void> {
    const content = gzipSync(JSON.stringify(snapshot)).toString('base64');
    const name = snapshotName(extension);
    const object = {
      ...installationObject(name, 'snapshot', extension, OWN_NAMESPACE),
      binaryData: { snapshot: content },
    };
    // One that is left over is of a run that ended.
    await this.forgetSnapshot(extension);
    await this.#client.create(ref(), object);
  }

  /** @returns undefined when none is kept */
  async snapshotOf(extension: string): Promise<InterfaceSnapshot | undefined> {
    const object = await this.#client.get<KubeObject>(ref(snapshotName(extension))).catch(ignoreAbsence);
    const content = (object?.binaryData as Record<string, string> | undefined)?.snapshot;
    if (content === undefined) return undefined;
    const text = gunzipSync(Buffer.from(content, 'base64'), { maxOutputLength: LARGEST_SNAPSHOT }).toString('utf8');
    return JSON.parse(text) as InterfaceSnapshot;
  }

  async forgetSnapshot(extension: string): Promise<void> {
    await this.#client.delete(ref(snapshotName(extension))).catch(ignoreAbsence);
  }

  async #object(extension: string): Promise<InstallationObject | undefined> {
    if (!this.#known.has(extension)) {
      const object = await this.#client.get<InstallationObject>(ref(journalName(extension))).catch(ignoreAbsence);
      this.#known.set(extension, object);
    }
    return this.#known.get(extension);
  }

  /** @param change returns the entries that are to be written; undefined: none */
  async #write(
    extension: string,
    change: (object: InstallationObject | undefined) => Record<string, string> | undefined,
  ): Promise<void> {
    const name = journalName(extension);
    for (let tries = 1; ; tries++) {
      const object = await this.#object(extension);
      const data = change(object);
      if (data === undefined) return;
      try {
        if (object === undefined) {
          await ensureOwnNamespace(this.#client);
          const created = { ...installationObject(name, 'journal', extension, OWN_NAMESPACE), data };
          this.#known.set(extension, await this.#client.create<InstallationObject>(ref(), created));
        } else {
          const { resourceVersion } = object.metadata;
          const patch = { metadata: { resourceVersion }, data };
          this.#known.set(extension, await this.#client.patch<InstallationObject>(ref(name), 'merge', patch));
        }
        return;
      } catch (error) {
        // Somebody dismissed what remains, or this replica led before and has missed what was written meanwhile.
        this.#known.delete(extension);
        const again = ['Conflict', 'NotFound', 'AlreadyExists'].some((reason) => isStatusError(error, reason));
        if (!again || tries === TRIES) throw error;
      }
    }
  }

  #inTurn<T>(extension: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(extension) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => {});
    this.#queues.set(extension, settled);
    void settled.then(() => {
      if (this.#queues.get(extension) === settled) this.#queues.delete(extension);
    });
    return mine;
  }
}

const ref = (name?: string) => ({ ...CONFIG_MAPS, namespace: OWN_NAMESPACE, ...(name !== undefined && { name }) });

function ignoreAbsence(error: unknown): undefined {
  if (isStatusError(error, 'NotFound')) return undefined;
  throw error;
}
