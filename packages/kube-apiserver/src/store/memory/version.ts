import type { KubeObject } from '@luban/kube';
import type { StoredObject } from '../store.ts';
import type { Parsed, ParsedObjects } from './parsed-objects.ts';

/** All versions of what is kept under one key. */
export class VersionChain {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  /** Newest version, durable or not. Absent only while nothing was written yet, or after all was taken back. */
  newest: Version | undefined;
  /** Whether the newest durable version is an object. */
  live = false;
  /** When the queue of lifetimes looks at this chain next; milliseconds of the epoch. */
  wakesAt = Number.POSITIVE_INFINITY;

  constructor(key: string) {
    const slash = key.indexOf('/');
    this.key = key;
    this.namespace = slash < 0 ? '' : key.slice(0, slash);
    this.name = slash < 0 ? key : key.slice(slash + 1);
  }

  /** Newest version that is not after the revision. */
  at(revision: number): Version | undefined {
    let version = this.newest;
    while (version !== undefined && version.revision > revision) version = version.older;
    return version;
  }
}

interface VersionContent {
  chain: VersionChain;
  revision: number;
  /** Milliseconds of the epoch after which the object deletes itself; 0: never. */
  expiry: number;
  /** Absent: a deletion. */
  json: Buffer | undefined;
  object?: KubeObject;
}

/** One version of an object, or its deletion, which shows the last state with a resource version of its own. */
export class Version implements StoredObject {
  readonly chain: VersionChain;
  readonly revision: number;
  readonly expiry: number;
  readonly deletion: boolean;
  /** Next older version. Cut off when history is compacted. */
  older: Version | undefined;
  readonly #memory: ParsedObjects;
  /** What a deletion deleted. */
  readonly #last: Version | undefined;
  #json: Buffer | undefined;
  #parsed: Parsed | undefined;
  #labels: StoredObject['labels'] | undefined;

  constructor(content: VersionContent, memory: ParsedObjects) {
    this.chain = content.chain;
    this.revision = content.revision;
    this.expiry = content.expiry;
    this.older = content.chain.newest;
    this.deletion = content.json === undefined;
    this.#memory = memory;
    this.#json = content.json;
    this.#last = this.deletion ? this.older : undefined;
    if (content.object !== undefined) this.#parsed = memory.keep(content.object, content.json?.length ?? 0);
  }

  get key(): string {
    return this.chain.key;
  }

  get namespace(): string {
    return this.chain.namespace;
  }

  get name(): string {
    return this.chain.name;
  }

  get json(): Buffer {
    this.#json ??= encodeObject(this.#deleted());
    return this.#json;
  }

  get object(): KubeObject {
    const known = this.#parsed?.object;
    if (this.#parsed !== undefined && known !== undefined) {
      this.#memory.touch(this.#parsed, this.json.length);
      return known;
    }
    const object = this.#json === undefined ? this.#deleted() : parseObject(this.#json);
    this.#parsed = this.#memory.keep(object, this.json.length);
    return object;
  }

  get labels(): StoredObject['labels'] {
    this.#labels ??= this.object.metadata.labels ?? NO_LABELS;
    return this.#labels;
  }

  /** Frees what can be had again from the JSON. */
  forgetParsed(): void {
    if (this.#parsed !== undefined) this.#parsed.object = undefined;
    this.#parsed = undefined;
  }

  #deleted(): KubeObject {
    const last = this.#last?.object;
    if (last === undefined) throw new Error(`Nothing was deleted at revision ${this.revision}`);
    return { ...last, metadata: { ...last.metadata, resourceVersion: String(this.revision) } };
  }
}

const NO_LABELS: StoredObject['labels'] = Object.freeze({});

/** JSON in a buffer of its own: a slice of Node's pool would keep its neighbours in memory as long as it lives. */
export function encodeObject(object: KubeObject): Buffer {
  const text = JSON.stringify(object);
  const json = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  json.write(text);
  return json;
}

function parseObject(json: Buffer): KubeObject {
  return JSON.parse(json.toString()) as KubeObject;
}
