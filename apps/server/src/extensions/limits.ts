import { PACKAGE_LIMITS } from '@luban/extension-package';

/** What an extension may weigh. Bytes, but for the counts. */
export const LIMITS = {
  /** `extension.json` */
  manifest: 2 * 2 ** 20,
  /** `extension.yaml` */
  metadata: 256 * 2 ** 10,
  /** One file of `ui/`. */
  file: PACKAGE_LIMITS.file,
  /** All files of `ui/`. */
  bundle: 64 * 2 ** 20,
  /** Number of files of `ui/`. */
  files: 4_000,
  /** A package as it is sent. */
  archive: PACKAGE_LIMITS.archive,
  /** Everything in a package, unpacked. */
  unpacked: PACKAGE_LIMITS.unpacked,
  /** Characters of the name of an entry of a package. */
  name: PACKAGE_LIMITS.name,
  /** Number of entries of a package. */
  entries: PACKAGE_LIMITS.entries,
  /** Unpacked bytes for each packed one, once `ratioFrom` were unpacked. */
  ratio: PACKAGE_LIMITS.ratio,
  ratioFrom: PACKAGE_LIMITS.ratioFrom,
} as const;

/** `2 MB`, for messages. */
export function megabytes(bytes: number): string {
  return `${Math.round((bytes / 2 ** 20) * 10) / 10} MB`;
}
