import { answerOf, placeKey, type RightsDocument, type RightsPlace, type RightsQuestion } from '@luban/manifest';
import type { KernelEnvironment, Readable, RightsOptions } from '../contract.ts';
import { writable } from '../core/readable.ts';

export interface RightsStore {
  /** Another value after each change of what is known. */
  readonly changes: Readable<number>;
  /** Undefined: not known yet, or not to be known. What is not known is asked for, and told by `changes`. */
  can(place: RightsPlace, question: RightsQuestion): boolean | undefined;
  serves(place: RightsPlace, type: string): boolean | undefined;
  /** The server told how its rights stand; when that is not how the page knows them, they are asked for anew. */
  stand(stamp: string | undefined): void;
  /** The index asks for other things now: places that could not answer are asked again. */
  indexChanged(): void;
  dispose(): void;
}

interface Kept {
  document: RightsDocument | undefined;
  /** Looked at since the last refresh: what nobody looks at is not asked for again, but forgotten. */
  used: boolean;
  asking: boolean;
  /** It has to be asked for again as soon as the answer under way is there. */
  again: boolean;
}

/** Milliseconds until a place whose rights could not be had is asked for again. */
const RETRY = 5_000;

/** What the person may do, place by place: first what came with the page, then what the server says. */
export function createRightsStore(
  { url, host, stamp, documents }: RightsOptions,
  environment: Pick<KernelEnvironment, 'fetch'>,
): RightsStore {
  const changes = writable(0);
  const places = new Map<string, Kept & { place: RightsPlace }>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  let known = stamp;
  let ended = false;

  const whole = (place: RightsPlace): RightsPlace =>
    place.cluster === undefined && place.workspace === undefined ? { cluster: host } : place;
  for (const document of documents) {
    const place = whole(document.place);
    places.set(placeKey(place), { place, document, used: false, asking: false, again: false });
  }

  const ask = async (key: string) => {
    const kept = places.get(key);
    if (kept === undefined || ended) return;
    if (kept.asking) {
      kept.again = true;
      return;
    }
    kept.asking = true;
    kept.again = false;
    try {
      const document = await fetchRights(environment.fetch, url, kept.place);
      if (ended || places.get(key) !== kept) return;
      const changed = JSON.stringify(document) !== JSON.stringify(kept.document);
      kept.document = document;
      if (changed) changes.update((count) => count + 1);
    } catch {
      const timer = setTimeout(() => {
        timers.delete(timer);
        void ask(key);
      }, RETRY);
      timers.add(timer);
    } finally {
      kept.asking = false;
      if (kept.again) void ask(key);
    }
  };
  const documentOf = (place: RightsPlace): RightsDocument | undefined => {
    const full = whole(place);
    const key = placeKey(full);
    let kept = places.get(key);
    if (kept === undefined) {
      kept = { place: full, document: undefined, used: true, asking: false, again: false };
      places.set(key, kept);
      void ask(key);
    }
    kept.used = true;
    return kept.document;
  };
  const refresh = () => {
    for (const [key, kept] of places) {
      if (!kept.used) places.delete(key);
      kept.used = false;
      if (places.has(key)) void ask(key);
    }
  };

  return {
    changes,
    can: (place, question) => {
      const document = documentOf(place);
      return document && answerOf(document, question);
    },
    serves: ({ cluster }, type) => {
      const { kinds } = documentOf({ cluster }) ?? {};
      return kinds !== undefined && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    },
    stand: (next) => {
      if (next === undefined || next === known) return;
      known = next;
      refresh();
    },
    indexChanged: () => {
      for (const [key, { document, used }] of places) {
        if (used && document !== undefined && (!document.complete || document.kinds !== undefined)) void ask(key);
      }
    },
    dispose: () => {
      ended = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

async function fetchRights(fetch: KernelEnvironment['fetch'], url: string, place: RightsPlace) {
  const query = new URLSearchParams();
  if (place.cluster !== undefined) query.set('cluster', place.cluster);
  if (place.project !== undefined) query.set('namespace', place.project);
  if (place.workspace !== undefined && place.cluster === undefined) query.set('workspace', place.workspace);
  const response = await fetch(`${url}?${query}`, { headers: { accept: 'application/json' }, cache: 'no-store' });
  // Nobody may do anything in a place that does not exist.
  if (response.status === 404) return { place, rules: [], complete: true } satisfies RightsDocument;
  if (!response.ok) throw new Error(`The rights answered ${response.status}`);
  return (await response.json()) as RightsDocument;
}
