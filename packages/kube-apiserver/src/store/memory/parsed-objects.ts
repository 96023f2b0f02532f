import type { KubeObject } from '@luban/kube';

/** A parsed object that may be forgotten, as its JSON is kept. */
export interface Parsed {
  object: KubeObject | undefined;
  generation: number;
}

/**
 * Bounds the memory of parsed objects, which take several times that of their JSON. What was used in the present or the
 * previous generation stays; a generation ends when the objects first used in it have so many bytes of JSON.
 */
export class ParsedObjects {
  readonly #limit: number;
  #generation = 0;
  #bytes = 0;
  #young: Parsed[] = [];
  #old: Parsed[] = [];

  /** @param limit Bytes of JSON to a generation. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  keep(object: KubeObject, bytes: number): Parsed {
    const parsed = { object, generation: this.#generation };
    this.#add(parsed, bytes);
    return parsed;
  }

  /** Tells of a use. */
  touch(parsed: Parsed, bytes: number): void {
    if (parsed.generation === this.#generation) return;
    parsed.generation = this.#generation;
    this.#add(parsed, bytes);
  }

  #add(parsed: Parsed, bytes: number): void {
    this.#young.push(parsed);
    this.#bytes += bytes;
    if (this.#bytes < this.#limit) return;
    for (const old of this.#old) if (old.generation < this.#generation) old.object = undefined;
    this.#old = this.#young;
    this.#young = [];
    this.#bytes = 0;
    this.#generation++;
  }
}
