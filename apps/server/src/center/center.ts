import type { Problem } from '@luban/manifest';
import type { Card, InstallationSummary, Remains } from '@luban/manifest/center-api';
import type { CatalogueObjects } from '../catalogue/catalogue-objects.ts';
import { type ExtensionVersionObject, KUBESPHERE_LABELS } from '../catalogue/objects.ts';
import type { Platform } from '../catalogue/platform.ts';
import type { ListedExtension } from '../extensions/bundle.ts';
import type { ExtensionSource } from '../extensions/extension-source.ts';
import { iconOf } from '../extensions/extension-summary.ts';
import type { Installations } from '../installation/installations.ts';
import type { Journal } from '../installation/journal.ts';
import { cardOf, orName } from './catalogue/card.ts';
import { fitnessOf } from './catalogue/fitness.ts';
import { IconTable } from './catalogue/icon-table.ts';
import { VersionIndex } from './catalogue/version-index.ts';
import { CenterChanges } from './center-changes.ts';
import type { HealthSource } from './health-source.ts';
import { installationSummary } from './installations/installation-summary.ts';
import { localizedTexts } from './texts.ts';

export interface CenterOptions {
  objects: CatalogueObjects;
  source: ExtensionSource;
  platform: Pick<Platform, 'versions' | 'watch'>;
  /** Absent: there is no install controller, and plans are shown as they are. */
  installations?: Installations;
  health?: HealthSource;
  /** What is wrong with an extension beside its own objects, such as conflicts in the index. */
  problems?(extension: string): readonly Problem[];
  /** What is known of repositories beside their objects. */
  repositories?: { watch(listener: () => void): Disposable };
}

/**
 * Everything that the center shows of extensions, made of objects in memory. Each card and each summary is made once, and
 * again when something that it is made of changed.
 */
export class Center implements Disposable {
  readonly versions: VersionIndex;
  readonly icons = new IconTable();
  readonly changes = new CenterChanges();
  readonly #options: CenterOptions;
  readonly #cards = new Map<string, Card | undefined>();
  readonly #summaries = new Map<string, InstallationSummary | undefined>();
  readonly #bundles = new Map<string, ListedExtension>();
  readonly #resources = new DisposableStack();

  constructor(options: CenterOptions) {
    const { objects, source, installations, health, platform, repositories } = options;
    this.#options = options;
    const resources = this.#resources;
    const changed = (name: string) => this.changes.extension(name);
    const named = ({ metadata }: { metadata: { name?: string } }) => changed(metadata.name!);
    resources.use(this.changes.watch((change) => this.#forget(change)));
    this.versions = resources.use(new VersionIndex(objects, changed));
    for (const informer of [objects.extensions, objects.plans]) {
      resources.use(informer.subscribe({ onAdd: named, onUpdate: named, onDelete: named }));
    }
    const category = () => this.changes.catalogue();
    resources.use(objects.categories.subscribe({ onAdd: category, onUpdate: category, onDelete: category }));
    const repository = () => this.changes.repositories();
    resources.use(objects.repositories.subscribe({ onAdd: repository, onUpdate: repository, onDelete: repository }));
    resources.use(platform.watch(() => this.changes.catalogue()));
    if (repositories !== undefined) resources.use(repositories.watch(repository));
    resources.use(source.watch(() => this.#bundlesChanged()));
    this.#bundlesChanged();
    if (installations !== undefined) resources.use(installations.watch(changed));
    const followed = health?.watch?.(changed);
    if (followed !== undefined) resources.use(followed);
  }

  /** Of all that are in the catalogue or installed, sorted. */
  names(): string[] {
    const { objects } = this.#options;
    const names = new Set([...objects.extensions.values()].map(({ metadata }) => metadata.name!));
    for (const name of this.versions.names()) names.add(name);
    return [...names].sort();
  }

  /** Undefined for what has no version that could be installed. */
  card(name: string): Card | undefined {
    if (!this.#cards.has(name)) this.#cards.set(name, this.#makeCard(name));
    return this.#cards.get(name);
  }

  /** Undefined for what is not installed. */
  summary(name: string): InstallationSummary | undefined {
    if (!this.#summaries.has(name)) this.#summaries.set(name, this.#makeSummary(name));
    return this.#summaries.get(name);
  }

  summaries(): InstallationSummary[] {
    const { objects } = this.#options;
    const names = new Set([
      ...this.#bundles.keys(),
      ...[...objects.plans.values()].map(({ metadata }) => metadata.name!),
    ]);
    return [...names].sort().flatMap((name) => this.summary(name) ?? []);
  }

  remains(): Remains[] {
    const left = (this.#options.installations?.journals() ?? []).filter(({ remains }) => remains !== undefined);
    return left.map(({ extension, remains }) => ({
      extension,
      displayName: this.displayName(extension),
      at: remains!.at,
      items: remains!.items.map((item) => ({ ...item })),
    }));
  }

  journal(name: string): Journal | undefined {
    return this.#options.installations?.journal(name);
  }

  bundle(name: string): ListedExtension | undefined {
    return this.#bundles.get(name);
  }

  displayName(name: string): Readonly<Record<string, string>> {
    const { objects } = this.#options;
    const information = objects.extensions.get(name)?.spec ?? this.#versionToShow(name)?.spec;
    const manifest = this.#bundles.get(name)?.active.manifest;
    return orName(localizedTexts(information?.displayName ?? manifest?.displayName), name);
  }

  [Symbol.dispose](): void {
    this.#resources.dispose();
  }

  #makeCard(name: string): Card | undefined {
    const { objects, platform } = this.#options;
    const versions = this.versions.of(name);
    if (versions.length === 0) return undefined;
    const bundle = this.#bundles.get(name);
    return cardOf(name, {
      ...{ versions, platform: platform.versions },
      extension: objects.extensions.get(name),
      icon: this.#icon(name),
      ...(bundle !== undefined && { hasInterface: true }),
      installation: this.summary(name),
    });
  }

  #makeSummary(name: string): InstallationSummary | undefined {
    const { objects, health, platform, problems } = this.#options;
    const plan = objects.plans.get(name);
    const bundle = this.#bundles.get(name);
    if (plan === undefined && bundle === undefined) return undefined;
    const version = this.#versionToShow(name);
    return installationSummary(name, {
      ...{ plan, bundle },
      displayName: this.displayName(name),
      icon: this.#icon(name),
      category: objects.extensions.get(name)?.metadata.labels?.[KUBESPHERE_LABELS.category] ?? version?.spec?.category,
      journal: this.journal(name),
      recommendedVersion: fitnessOf(this.versions.of(name), platform.versions).recommended,
      problems: [...(problems?.(name) ?? []), ...(health?.problems?.(name) ?? [])],
      health: health?.summary(name),
    });
  }

  /** What is known of an extension beside its own object. */
  #versionToShow(name: string): ExtensionVersionObject | undefined {
    return this.versions.of(name)[0];
  }

  /** That of the catalogue; else that of the interface, which is served with its files. */
  #icon(name: string): string | undefined {
    const { objects } = this.#options;
    const spec = objects.extensions.get(name)?.spec ?? this.#versionToShow(name)?.spec;
    const bundle = this.#bundles.get(name)?.active;
    const ofBundle = bundle === undefined ? undefined : iconOf(bundle.manifest.icon, bundle);
    const inline = [spec?.icon, ofBundle].find((icon) => icon?.startsWith('data:'));
    const kept = this.icons.put(name, inline);
    // A large one stays in its package.
    const inPackage = spec?.icon?.startsWith(filesOf(name)) ? spec.icon : undefined;
    return kept ?? inPackage ?? (ofBundle?.startsWith('/') ? ofBundle : undefined);
  }

  #bundlesChanged(): void {
    const before = new Set(this.#bundles.keys());
    this.#bundles.clear();
    for (const extension of this.#options.source.list().extensions) this.#bundles.set(extension.name, extension);
    // One interface more or less may bring any other into a conflict, or out of it.
    this.changes.extension(...new Set([...before, ...this.#bundles.keys()]));
  }

  #forget({ extensions, catalogue, all }: { extensions: readonly string[]; catalogue: boolean; all?: boolean }): void {
    if (catalogue || all) {
      this.#cards.clear();
      this.#summaries.clear();
    }
    const { objects } = this.#options;
    for (const name of extensions) {
      this.#cards.delete(name);
      this.#summaries.delete(name);
      const isGone = objects.extensions.get(name) === undefined && objects.plans.get(name) === undefined;
      if (isGone) this.icons.drop(name);
    }
  }
}

/** Path of this server below which the files of an extension's packages are. */
const filesOf = (name: string) => `/api/center/extensions/${name}/versions/`;
