/** Bounds of a manifest. They keep one extension from slowing down everybody's page. */
export const LIMITS = {
  /** Bytes of `extension.json`. */
  bytes: 2 * 1024 * 1024,
  /** Levels of nesting. */
  depth: 24,
  /** Contributions of one kind. */
  perKind: 500,
  /** Contributions of all kinds together. */
  contributions: 1000,
  /** Characters of a title. */
  title: 200,
  /** Characters of a description, or of one text in a catalogue. */
  description: 2000,
  /** Characters of an id. */
  id: 100,
  /** Characters of a path inside the bundle or of a route. */
  path: 300,
  /** Characters of a URL. */
  url: 2000,
  /** Characters of an icon given as a data URI. */
  icon: 100_000,
  /** Files, modules, or texts of one catalogue. */
  entries: 10_000,
  /** Problems that are reported for one manifest. */
  problems: 100,
} as const;
