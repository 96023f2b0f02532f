import { CHART_FILE } from './chart/read-chart.ts';
import { normalPath } from './images/package-images.ts';
import { CONTENT_LIMITS, sizeText } from './limits.ts';
import { METADATA_FILE } from './metadata/read-metadata.ts';
import type { Findings } from './package-error.ts';
import { PERMISSIONS_FILE } from './permissions/read-permissions.ts';
import { isPackageText } from './texts/package-texts.ts';
import { INTERFACE_FILE } from './ui/read-interface.ts';
import { SCHEMA_FILE, VALUES_FILE } from './values/read-values.ts';

const LIMITS: Readonly<Record<string, number>> = {
  [METADATA_FILE]: CONTENT_LIMITS.metadata,
  [CHART_FILE]: CONTENT_LIMITS.chart,
  [PERMISSIONS_FILE]: CONTENT_LIMITS.permissions,
  [VALUES_FILE]: CONTENT_LIMITS.values,
  [SCHEMA_FILE]: CONTENT_LIMITS.values,
  [INTERFACE_FILE]: CONTENT_LIMITS.manifest,
};

const IMAGE = /\.(?:png|svg|jpe?g|gif|webp|avif)$/i;
const NO_ICON = /^(?:charts|templates|crds)\//;

/** Holds the files that a package is read from, within bounds. */
export class NeededFiles {
  readonly #findings: Findings;
  readonly #files = new Map<string, Uint8Array>();
  #texts = 0;
  #images = 0;
  /** Path of the icon, once `extension.yaml` has come by. Until then every image may be it. */
  #icon: string | undefined;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  get(path: string): Uint8Array | undefined {
    return this.#files.get(path);
  }

  texts(): Map<string, Uint8Array> {
    return new Map([...this.#files].filter(([path]) => isPackageText(path)));
  }

  /** A file that is needed and too large for it is reported (LB7110). */
  wants(path: string, size: number): boolean {
    const isText = isPackageText(path);
    const limit = isText ? CONTENT_LIMITS.text : Object.hasOwn(LIMITS, path) ? LIMITS[path]! : undefined;
    if (limit === undefined) return this.#wantsImage(path, size);
    if (isText) this.#texts += size;
    if (size <= limit && this.#texts <= CONTENT_LIMITS.texts) return true;
    this.#findings.error('LB7110', path, { limit: sizeText(limit) });
    return false;
  }

  take(path: string, content: Uint8Array): void {
    this.#files.set(path, content);
    if (path === METADATA_FILE) this.#icon = writtenIcon(content);
  }

  #wantsImage(path: string, size: number): boolean {
    if (size > CONTENT_LIMITS.icon) return false;
    if (this.#icon !== undefined) return path === this.#icon;
    if (!IMAGE.test(path) || NO_ICON.test(path) || this.#images + size > CONTENT_LIMITS.iconCandidates) return false;
    this.#images += size;
    return true;
  }
}

/** A first guess: the file is read as a whole later on. */
function writtenIcon(metadata: Uint8Array): string | undefined {
  const [, written] =
    /^icon:[ \t]*["']?([^\s"'#]+)["']?[ \t]*(?:#[^\n]*)?\r?$/m.exec(Buffer.from(metadata).toString('utf8')) ?? [];
  return written === undefined || written.startsWith('data:') ? undefined : normalPath(written);
}
