import { randomBytes } from 'node:crypto';
import type { KubeObject } from '@luban/kube';
import { defaults, seal, unseal } from 'iron-webcrypto';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { dataOf, type OwnSecrets } from './own-secrets.ts';

const NAME = 'luban-session-key';

/** Seals what is handed to browsers, with a key that all replicas have. */
export class Seal implements Disposable {
  readonly #secrets: OwnSecrets;
  readonly #subscription: Disposable;
  /** The first seals; all open. 64 hexadecimal digits each. */
  #keys: readonly string[] = [];
  #changes = 0;

  /** Adopts the key that the cluster keeps, or gives it one. */
  static async open(secrets: OwnSecrets, onError: (error: unknown) => void): Promise<Seal> {
    const seal = new Seal(secrets, onError);
    await seal.#ensureKey();
    return seal;
  }

  private constructor(secrets: OwnSecrets, onError: (error: unknown) => void) {
    this.#secrets = secrets;
    this.#subscription = secrets.watch((secret, gone) => {
      if (secret.metadata.name !== NAME) return;
      // Whoever deletes the key wants every session ended, so there is a new one.
      if (gone) this.#ensureKey().catch(onError);
      else this.#adopt(secret);
    });
  }

  /** Another number: what was opened before may not open any more. */
  get changes(): number {
    return this.#changes;
  }

  seal(value: unknown): Promise<string> {
    return seal(value, this.#keys[0]!, defaults);
  }

  /** Undefined: it was sealed with another key, or by nobody. */
  async open(text: string): Promise<unknown> {
    for (const key of this.#keys) {
      try {
        return await unseal(text, key, defaults);
      } catch {
        // The next one may fit.
      }
    }
    return undefined;
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }

  async #ensureKey(): Promise<void> {
    this.#adopt(await this.#secrets.ensure(NAME, { key: randomBytes(32).toString('hex') }));
  }

  #adopt(secret: KubeObject): void {
    const keys = [dataOf(secret, 'key'), dataOf(secret, 'previous')].map((key) => key?.trim());
    const usable = keys.filter((key) => key !== undefined).filter((key) => /^[\da-f]{64}$/.test(key));
    if (usable.length > 0) {
      if (usable.join() !== this.#keys.join()) this.#changes += 1;
      this.#keys = usable;
    } else if (this.#keys.length === 0) {
      throw new Error(`The Secret ${OWN_NAMESPACE}/${NAME} holds no key. Delete it, and start LuBan again.`);
    }
  }
}
