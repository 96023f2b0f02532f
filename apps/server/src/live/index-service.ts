import {
  type ComposedIndex,
  encodeIndex,
  type IndexUser,
  type RemoteRecord,
  type RemoteTable,
  remoteRecord,
  type UIBundle,
} from '@luban/manifest';
import { composeIndex } from '@luban/manifest/compose';
import type { HostBuild } from '../console/console-build.ts';
import { type Bundle, baseOf, type Listing } from '../extensions/bundle.ts';
import type { Choices, ConflictChoices } from '../extensions/conflict-choices.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import { type IndexQuestions, questionsIn } from '../rights/index-questions.ts';

/** The index as one user and locale sees it, with its wire form made once. */
export interface IndexView {
  index: ComposedIndex;
  /** JSON of the encoded index, safe to stand inside a `<script>`. */
  json: string;
}

/** Whom the index is made for. Those with equal signatures get the same one. */
export interface IndexViewer extends IndexUser {
  signature(questions: IndexQuestions): string;
}

/** Revisions of each locale that a tab may come back with and still be brought up to date by a delta. */
const HISTORY = 32;
/** Indexes that are kept at once, one for each signature and locale. */
const MOST_VIEWS = 64;
/** Bytes of records that the page carries inline; the other extensions are named by digest. */
const INLINE_RECORDS = 96 * 1024;

/** For looking at extensions as such, with nothing left out. */
const ANYBODY: IndexViewer = {
  can: () => true,
  hasResource: () => undefined,
  feature: () => false,
  signature: () => 'anybody',
};

/** Composes the index when something changed and somebody asks, and remembers the last revisions. */
export class IndexService implements Disposable {
  readonly host: HostBuild;
  readonly #source: ExtensionSource;
  readonly #views = new Map<string, IndexView>();
  /** Locale to revision to index, oldest first. */
  readonly #history = new Map<string, Map<string, ComposedIndex>>();
  readonly #records = new WeakMap<Bundle, string>();
  readonly #tables = new Map<string, string>();
  #questions: IndexQuestions | undefined;
  readonly #choices: Pick<ConflictChoices, 'current' | 'watch'> | undefined;
  readonly #subscriptions = new DisposableStack();

  /** @param choices of the winners of conflicts. Absent: nobody chooses */
  constructor(source: ExtensionSource, host: HostBuild, choices?: Pick<ConflictChoices, 'current' | 'watch'>) {
    this.#source = source;
    this.host = host;
    this.#choices = choices;
    this.#subscriptions.use(
      source.watch(() => {
        this.#views.clear();
        this.#tables.clear();
        this.#questions = undefined;
      }),
    );
    if (choices !== undefined) this.#subscriptions.use(choices.watch(() => this.#views.clear()));
  }

  /** Who wins conflicts by somebody's choice. */
  get choices(): Choices {
    return this.#choices?.current ?? {};
  }

  /** Called when the index may be another although no extension changed. */
  watch(listener: () => void): Disposable {
    return this.#choices?.watch(listener) ?? { [Symbol.dispose]() {} };
  }

  /** What the conditions of all extensions ask; the same object until something is installed, changed or removed. */
  questions(): IndexQuestions {
    this.#questions ??= questionsIn(activeBundles(this.#source.list()).map(({ manifest }) => manifest));
    return this.#questions;
  }

  /** @param viewer absent: with everything that anybody may see */
  view(locale: string, viewer: IndexViewer = ANYBODY): IndexView {
    const key = `${locale} ${viewer.signature(this.questions())}`;
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const index = composeIndex(objectsOf(this.#source.list(), this.host, this.choices), viewer, locale);
    const view = { index, json: scriptJson(encodeIndex(index)) };
    this.#views.set(key, view);
    if (this.#views.size > MOST_VIEWS) this.#views.delete(this.#views.keys().next().value!);
    this.#remember(locale, index);
    return view;
  }

  /** An earlier index of a locale; undefined when it is too long ago. */
  past(locale: string, revision: string): ComposedIndex | undefined {
    return this.#history.get(locale)?.get(revision);
  }

  /**
   * JSON of the table of remotes, safe to stand inside a `<script>`: whole records up to a limit, that of `owner` first,
   * then digests.
   */
  remotesJson(owner?: string): string {
    const known = this.#tables.get(owner ?? '');
    if (known !== undefined) return known;
    const active = activeBundles(this.#source.list());
    const first = active.filter((bundle) => bundle.name === owner);
    const rest = active.filter((bundle) => bundle.name !== owner);
    let left = INLINE_RECORDS;
    const members = [...first, ...rest].flatMap((bundle) => {
      const record = this.#recordJson(bundle);
      if (record === '') return [];
      const fits = record.length <= left || bundle.name === owner;
      if (fits) left -= record.length;
      return [`${JSON.stringify(keyOf(bundle))}:${fits ? record : JSON.stringify(bundle.manifestIntegrity)}`];
    });
    const table = `{${members.join(',')}}`;
    if (this.#tables.size >= 64) this.#tables.clear();
    this.#tables.set(owner ?? '', table);
    return table;
  }

  /** Records of the versions that `to` has and `from` has not. */
  newRemotes(from: ComposedIndex, to: ComposedIndex): RemoteTable {
    const known = new Set(from.extensions.map(({ name, base }) => `${name} ${base}`));
    const wanted = new Set(
      to.extensions.filter(({ name, base }) => !known.has(`${name} ${base}`)).map(({ name }) => name),
    );
    const table: RemoteTable = {};
    for (const bundle of activeBundles(this.#source.list())) {
      const record = wanted.has(bundle.name) ? this.#recordJson(bundle) : '';
      if (record !== '') table[keyOf(bundle)] = JSON.parse(record) as RemoteRecord;
    }
    return table;
  }

  /** Names that an earlier index has and that are not installed any more, be it enabled or disabled. */
  uninstalled(from: ComposedIndex): string[] {
    const installed = new Set(this.#source.list().extensions.map(({ name }) => name));
    return from.extensions.map(({ name }) => name).filter((name) => !installed.has(name));
  }

  /** The version of an extension that is in force. */
  bundle(name: string): Bundle | undefined {
    return this.#source.list().extensions.find((extension) => extension.name === name)?.active;
  }

  [Symbol.dispose](): void {
    this.#subscriptions.dispose();
  }

  #recordJson(bundle: Bundle): string {
    const known = this.#records.get(bundle);
    if (known !== undefined) return known;
    const json = recordJson(bundle);
    this.#records.set(bundle, json);
    return json;
  }

  #remember(locale: string, index: ComposedIndex): void {
    const history = this.#history.get(locale) ?? new Map<string, ComposedIndex>();
    this.#history.set(locale, history);
    history.delete(index.revision);
    history.set(index.revision, index);
    if (history.size > HISTORY) history.delete(history.keys().next().value!);
  }
}

/** JSON that cannot end the `<script>` it stands in. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function objectsOf(listing: Listing, host: HostBuild, overrides: Choices) {
  const bases = new Map<UIBundle, string>();
  const bundles = listing.extensions.map(({ active, state }) => {
    const bundle: UIBundle = {
      apiVersion: 'extensions.luban.dev/v1alpha1',
      kind: 'UIBundle',
      metadata: { name: active.name },
      spec: { version: active.version, manifest: active.manifest, digest: active.digest },
      status: { state },
    };
    bases.set(bundle, baseOf(active));
    return bundle;
  });
  return {
    bundles,
    host: { version: host.version, build: host.build, shares: host.shares },
    builtin: listing.extensions.filter(({ active }) => active.origin === 'builtin').map(({ name }) => name),
    baseOf: (bundle: UIBundle) => bases.get(bundle)!,
    skipped: listing.skipped,
    overrides,
  };
}

function activeBundles(listing: Listing): Bundle[] {
  return listing.extensions.filter(({ state }) => state === 'Available').map(({ active }) => active);
}

function keyOf(bundle: Bundle): string {
  return `${bundle.name}@${bundle.version}`;
}

/** Empty for an extension without code, or with a manifest too faulty to be loaded. */
function recordJson(bundle: Bundle): string {
  try {
    const record = remoteRecord(bundle.manifest);
    return record === undefined ? '' : scriptJson(record);
  } catch {
    return '';
  }
}
