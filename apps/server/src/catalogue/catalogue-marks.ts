/** Annotations and labels of the catalogue's objects that are the product's own. */
export const CATALOGUE_MARKS = {
  /** On a Repository: any new value asks for a sync now. */
  sync: 'luban.dev/sync',
  /** On the Repository that stands for what comes with the product: it is read without a network. */
  builtin: 'luban.dev/builtin',
  /** On a Repository whose password was taken out of it: another value, another password. */
  credentials: 'luban.dev/credentials',
  /** On an Extension: names of other repositories that have one of the same name, separated by commas. */
  alsoIn: 'luban.dev/also-in',
  /** On an ExtensionVersion: what its repository listed, to see at the next sync whether it is still the same. */
  listed: 'luban.dev/listed',
  /** On an ExtensionVersion that is kept for an installation alone: why it is no longer offered. */
  withdrawn: 'luban.dev/withdrawn',
  /** On an ExtensionVersion that cannot be used: a problem, as JSON. */
  problem: 'luban.dev/problem',
  /** On an ExtensionVersion that somebody uploaded: who. */
  uploadedBy: 'luban.dev/uploaded-by',
  /** On an ExtensionVersion whose package was read by the server: `true` when it brings pages. */
  hasInterface: 'luban.dev/has-interface',
  /** On an ExtensionVersion whose pages ask for versions of LuBan: the range. */
  lubanRange: 'luban.dev/luban-range',
} as const;
