/** What an extension may weigh. Bytes, but for the counts. */
export const LIMITS = {
  /** `extension.json` */
  manifest: 2 * 2 ** 20,
  /** `extension.yaml` */
  metadata: 256 * 2 ** 10,
  /** One file of `ui/`. */
  file: 16 * 2 ** 20,
  /** All files of `ui/`. */
  bundle: 64 * 2 ** 20,
  /** Number of files of `ui/`. */
  files: 4_000,
  /** A package as it is sent. */
  archive: 48 * 2 ** 20,
  /** Everything in a package, unpacked. */
  unpacked: 128 * 2 ** 20,
  /** Characters of the name of an entry of a package. */
  name: 1_000,
  /** Number of entries of a package. */
  entries: 8_000,
  /** Unpacked bytes for each packed one, once `ratioFrom` were unpacked. */
  ratio: 150,
  ratioFrom: 4 * 2 ** 20,
} as const;

/** `2 MB`, for messages. */
export function megabytes(bytes: number): string {
  return `${Math.round((bytes / 2 ** 20) * 10) / 10} MB`;
}
