/** Test doubles: builders of valid manifests, bundles and inputs of the composition, and arbitraries of them. */

// Arbitraries for fast-check
export { arbitraryManifest, arbitraryManifests } from './testing/arbitraries.ts';
export { arbitraryWhen } from './testing/arbitrary-when.ts';
// Builders
export { bundle, indexUser, manifest, objects, TEST_HOST } from './testing/builders.ts';
export { largeCatalogue } from './testing/large-catalogue.ts';
