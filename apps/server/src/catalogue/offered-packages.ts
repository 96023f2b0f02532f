import { readFile } from 'node:fs/promises';
import type { OfferedPackages } from '../extensions/object-content.ts';
import { Refusal } from '../refusal.ts';
import type { CatalogueObjects } from './catalogue-objects.ts';
import type { Packages } from './packages.ts';

/** The packages of the catalogue, for user interfaces that name one as their source. */
export function offeredPackages(objects: CatalogueObjects, packages: Packages): OfferedPackages {
  return {
    has: (reference) => objects.versions.get(reference) !== undefined,
    async archive(reference) {
      const version = objects.versions.get(reference);
      // It went between two looks.
      if (version === undefined) throw new Refusal(503, 'LB5801', { name: reference, version: '', package: reference });
      return readFile((await packages.archive(version)).path);
    },
    watch: (listener) => objects.versions.subscribe({ onAdd: listener, onDelete: listener }),
  };
}
