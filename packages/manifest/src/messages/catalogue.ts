import { BUILD_MESSAGES } from './build.ts';
import { COMPOSITION_MESSAGES } from './composition.ts';
import { LOADING_MESSAGES } from './loading.ts';
import { MANIFEST_MESSAGES } from './manifest.ts';
import type { Catalogue } from './message.ts';
import { RUNTIME_MESSAGES } from './runtime.ts';
import { SERVER_MESSAGES } from './server.ts';

/** All messages by number: 1xxx manifest, 2xxx composition, 3xxx loading, 4xxx run time, 5xxx server, 6xxx build. */
export const CATALOGUE: Catalogue = {
  ...MANIFEST_MESSAGES,
  ...COMPOSITION_MESSAGES,
  ...LOADING_MESSAGES,
  ...RUNTIME_MESSAGES,
  ...SERVER_MESSAGES,
  ...BUILD_MESSAGES,
};
