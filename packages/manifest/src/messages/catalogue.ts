import { BUILD_MESSAGES } from './build.ts';
import { CENTER_MESSAGES } from './center.ts';
import { CLUSTER_MESSAGES } from './clusters.ts';
import { COMPOSITION_MESSAGES } from './composition.ts';
import { EXTENSION_API_MESSAGES } from './extension-api.ts';
import { EXTENSION_HEALTH_MESSAGES } from './extension-health.ts';
import { IDENTITY_MESSAGES } from './identity.ts';
import { INSTALLATION_MESSAGES } from './installation.ts';
import { INSTALLATION_CHECK_MESSAGES } from './installation-checks.ts';
import { LIMITS_MESSAGES } from './limits.ts';
import { LIVE_DATA_MESSAGES } from './live-data.ts';
import { LOADING_MESSAGES } from './loading.ts';
import { MANIFEST_MESSAGES } from './manifest.ts';
import type { Catalogue } from './message.ts';
import { PACKAGE_CATALOGUE_MESSAGES } from './package-catalogue.ts';
import { PACKAGE_FILE_MESSAGES } from './package-files.ts';
import { PACKAGE_MESSAGES } from './packages.ts';
import { RELEASE_MESSAGES } from './releases.ts';
import { REPOSITORY_MESSAGES } from './repositories.ts';
import { RIGHTS_MESSAGES } from './rights.ts';
import { RUNTIME_MESSAGES } from './runtime.ts';
import { SERVER_MESSAGES } from './server.ts';
import { SIGNATURE_MESSAGES } from './signatures.ts';
import { TERMINAL_MESSAGES } from './terminal.ts';
import { UI_BUNDLE_MESSAGES } from './ui-bundles.ts';

/** All messages by number: 1xxx manifest, 2xxx composition, 3xxx loading, 4xxx run time, 5xxx server, 6xxx build, 7xxx packages. */
export const CATALOGUE: Catalogue = {
  ...MANIFEST_MESSAGES,
  ...COMPOSITION_MESSAGES,
  ...LOADING_MESSAGES,
  ...RUNTIME_MESSAGES,
  ...SERVER_MESSAGES,
  ...CLUSTER_MESSAGES,
  ...IDENTITY_MESSAGES,
  ...RIGHTS_MESSAGES,
  ...EXTENSION_API_MESSAGES,
  ...EXTENSION_HEALTH_MESSAGES,
  ...LIVE_DATA_MESSAGES,
  ...TERMINAL_MESSAGES,
  ...LIMITS_MESSAGES,
  ...UI_BUNDLE_MESSAGES,
  ...BUILD_MESSAGES,
  ...REPOSITORY_MESSAGES,
  ...RELEASE_MESSAGES,
  ...SIGNATURE_MESSAGES,
  ...PACKAGE_FILE_MESSAGES,
  ...PACKAGE_MESSAGES,
  ...CENTER_MESSAGES,
  ...PACKAGE_CATALOGUE_MESSAGES,
  ...INSTALLATION_CHECK_MESSAGES,
  ...INSTALLATION_MESSAGES,
};
