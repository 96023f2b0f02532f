import type { Contributions } from '../extension-manifest.ts';
import { type Composition, type Entry, isUsable } from './composition.ts';
import { type Condition, conditionReader } from './conditions.ts';
import { type Translator, translatorOf } from './translator.ts';

/** A contribution with its owner, evaluated condition and translator. */
export interface Found<T> {
  entry: Entry;
  contribution: T;
  /** `routes/overview`, for messages. */
  item: string;
  condition: Condition;
  text: Translator;
}

type ListsOf<C> = { [K in keyof C as NonNullable<C[K]> extends unknown[] ? K : never]: NonNullable<C[K]> };
type Lists = ListsOf<Required<Contributions>>;

/** Reads contributions, kind by kind, once it is settled which extensions are in. */
export interface Scene {
  composition: Composition;
  /** Of all extensions, in the order of names, or of those alone that can be used. */
  each<K extends keyof Lists>(kind: K, which: 'all' | 'usable'): Generator<Found<Lists[K][number]>>;
  textOf(entry: Entry): Translator;
  /** A condition with rights that the user has nowhere left in it. */
  deniedLater(when: string | undefined): Condition;
}

export function sceneOf(composition: Composition): Scene {
  const read = conditionReader(composition);
  const translators = new Map<Entry, Translator>();
  const textOf = (entry: Entry): Translator => {
    const translator = translators.get(entry) ?? translatorOf(composition, entry);
    translators.set(entry, translator);
    return translator;
  };
  return {
    composition,
    textOf,
    deniedLater: conditionReader(composition, { deniedLater: true }),
    *each(kind, which) {
      for (const entry of composition.entries.values()) {
        if (which === 'usable' && !isUsable(entry)) continue;
        const text = textOf(entry);
        const list = (entry.manifest.contributes[kind] ?? []) as Lists[typeof kind][number][];
        for (const contribution of list) {
          const { id, token, when } = contribution as { id?: string; token?: string; when?: string };
          yield { entry, contribution, item: `${kind}/${id ?? token}`, condition: read(when), text };
        }
      }
    },
  };
}

/** The fields that are there: the index holds no undefined ones, so that equal indexes have equal text. */
export function present<T extends object>(fields: T): T {
  for (const key of Object.keys(fields) as (keyof T)[]) if (fields[key] === undefined) delete fields[key];
  return fields;
}
