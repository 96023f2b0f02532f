/** What a package may weigh. Bytes, but for the counts. */
export interface PackageLimits {
  /** The package as it is sent. */
  archive: number;
  /** Everything in it, unpacked, charts inside charts included. */
  unpacked: number;
  /** One file. */
  file: number;
  /** Number of entries. */
  entries: number;
  /** Characters of the name of an entry. */
  name: number;
  /** Unpacked bytes for each packed one, once `ratioFrom` were unpacked. */
  ratio: number;
  ratioFrom: number;
  /** Content that is held for `ReadOptions.keep`. */
  kept: number;
}

/** Of the installation of a package, by whatever way it comes. */
export const PACKAGE_LIMITS: Readonly<PackageLimits> = {
  archive: 48 * 2 ** 20,
  unpacked: 128 * 2 ** 20,
  file: 16 * 2 ** 20,
  entries: 8_000,
  name: 1_000,
  ratio: 150,
  ratioFrom: 4 * 2 ** 20,
  kept: 64 * 2 ** 20,
};

/** Bounds of what is read from the files inside. */
export const CONTENT_LIMITS = {
  /** `extension.yaml`, whose icon may be written into it. */
  metadata: 1 * 2 ** 20,
  /** `Chart.yaml`, whose icon may be written into it. */
  chart: 2 * 2 ** 20,
  /** `permissions.yaml` */
  permissions: 256 * 2 ** 10,
  /** `values.yaml` and `values.schema.json`, each */
  values: 1 * 2 ** 20,
  /** `README*.md`, `CHANGELOG*.md` and the licence, each. */
  text: 1 * 2 ** 20,
  /** The same, together. */
  texts: 8 * 2 ** 20,
  /** `ui/extension.json` */
  manifest: 2 * 2 ** 20,
  /** The icon. */
  icon: 512 * 2 ** 10,
  /** Images that may be the icon, while it is not known yet which one is. */
  iconCandidates: 8 * 2 ** 20,
  /** CustomResourceDefinitions in `crds/` folders. */
  definitions: 1_000,
  /** Charts inside charts. */
  chartDepth: 6,
  /** Problems that are reported for one package. */
  problems: 100,
} as const;

/** `2 MB`, for messages. */
export function sizeText(bytes: number): string {
  if (bytes < 2 ** 20) return `${Math.round(bytes / 2 ** 10)} kB`;
  return `${Math.round((bytes / 2 ** 20) * 10) / 10} MB`;
}
