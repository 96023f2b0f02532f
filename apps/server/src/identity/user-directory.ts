import { Informer, type KubeClient } from '@luban/kube/client';
import { found } from './host-cluster.ts';
import { mayBeUser, readUser, USERS, type User, type UserObject } from './user.ts';

/** The `User` objects of the host cluster: a copy that follows them, and the truth when it matters. */
export class UserDirectory implements Disposable {
  readonly #client: KubeClient;
  readonly #informer: Informer<UserObject>;
  readonly #read = new WeakMap<UserObject, User>();
  readonly #asking = new Map<string, Promise<User | undefined>>();

  constructor(client: KubeClient, onError: (error: unknown) => void) {
    this.#client = client;
    this.#informer = new Informer<UserObject>(client, USERS, { onError });
  }

  /** Resolves when all users are known. */
  start(): Promise<void> {
    return this.#informer.start();
  }

  /** As last heard; a change elsewhere is heard within moments. */
  get(name: string): User | undefined {
    const object = this.#informer.get(name);
    return object && this.#userOf(object);
  }

  *values(): Generator<User> {
    for (const object of this.#informer.values()) yield this.#userOf(object);
  }

  /** As the cluster has it now. Those who ask at once share the answer. */
  fresh(name: string): Promise<User | undefined> {
    if (!mayBeUser(name)) return Promise.resolve(undefined);
    let asking = this.#asking.get(name);
    if (asking === undefined) {
      asking = this.#ask(name).finally(() => this.#asking.delete(name));
      this.#asking.set(name, asking);
    }
    return asking;
  }

  /** Calls with the user that came, changed or went; `gone` when it went. */
  watch(listener: (user: User, gone: boolean) => void): Disposable {
    return this.#informer.subscribe({
      onAdd: (object) => listener(this.#userOf(object), false),
      onUpdate: (object) => listener(this.#userOf(object), false),
      onDelete: (object) => listener(this.#userOf(object), true),
    });
  }

  [Symbol.dispose](): void {
    this.#informer[Symbol.dispose]();
  }

  async #ask(name: string): Promise<User | undefined> {
    const object = await found(this.#client.get<UserObject>({ ...USERS, name }));
    return object && readUser(object);
  }

  #userOf(object: UserObject): User {
    let user = this.#read.get(object);
    if (user === undefined) {
      user = readUser(object);
      this.#read.set(object, user);
    }
    return user;
  }
}
