import type { SharedOptions } from './shared-packages.ts';

/** What adapters that read the extension before their bundler starts are told. */
export interface AdapterOptions {
  /** The extension's folder. Default: the working directory. */
  root?: string;
  /** Ranges of shared packages that differ from the default; `false` bundles a copy. */
  shared?: SharedOptions;
  /** Relative to the root. Default: `ui`. */
  outDir?: string;
}
