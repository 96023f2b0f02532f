import { compare, valid } from 'semver';
import { type CatalogueObjects, extensionOf, isMisnamed } from '../../catalogue/catalogue-objects.ts';
import type { ExtensionVersionObject } from '../../catalogue/objects.ts';

/** Versions by extension, kept as they come and go, since all of them are looked through for each page otherwise. */
export class VersionIndex implements Disposable {
  readonly #versions = new Map<string, Map<string, ExtensionVersionObject>>();
  readonly #sorted = new Map<string, readonly ExtensionVersionObject[]>();
  readonly #subscription: Disposable;

  /** @param onChange told the extension whose versions changed */
  constructor(objects: CatalogueObjects, onChange: (extension: string) => void) {
    const remove = (version: ExtensionVersionObject) => {
      const extension = extensionOf(version);
      const known = this.#versions.get(extension);
      known?.delete(version.metadata.name!);
      if (known?.size === 0) this.#versions.delete(extension);
      this.#sorted.delete(extension);
      onChange(extension);
    };
    const put = (version: ExtensionVersionObject) => {
      const extension = extensionOf(version);
      const known = this.#versions.get(extension) ?? new Map<string, ExtensionVersionObject>();
      known.set(version.metadata.name!, version);
      this.#versions.set(extension, known);
      this.#sorted.delete(extension);
      onChange(extension);
    };
    this.#subscription = objects.versions.subscribe({
      onAdd: put,
      onUpdate: (version, previous) => {
        if (extensionOf(previous) !== extensionOf(version)) remove(previous);
        put(version);
      },
      onDelete: remove,
    });
  }

  /** The newest first. Those that nobody has filled in yet, and whose version is none, are left out. */
  of(extension: string): readonly ExtensionVersionObject[] {
    const sorted = this.#sorted.get(extension);
    if (sorted !== undefined) return sorted;
    const found = [...(this.#versions.get(extension)?.values() ?? [])]
      .filter((version) => valid(version.spec?.version ?? '') !== null && !isMisnamed(version))
      .sort((a, b) => compare(b.spec!.version!, a.spec!.version!) || (a.metadata.name! < b.metadata.name! ? -1 : 1));
    this.#sorted.set(extension, found);
    return found;
  }

  /** Of the extensions that have versions. */
  names(): IterableIterator<string> {
    return this.#versions.keys();
  }

  find(extension: string, version: string): ExtensionVersionObject | undefined {
    return this.of(extension).find(({ spec }) => spec!.version === version);
  }

  [Symbol.dispose](): void {
    this.#subscription[Symbol.dispose]();
  }
}
