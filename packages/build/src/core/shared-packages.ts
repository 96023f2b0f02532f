/** Packages that the console offers to extensions, and the range that an author gets without asking. */
export const SHARED_PACKAGES: Readonly<Record<string, string>> = {
  react: '^19.0.0',
  'react/jsx-runtime': '^19.0.0',
  'react-dom': '^19.0.0',
  'react-dom/client': '^19.0.0',
  'react-router': '^8.0.0',
  '@tanstack/react-query': '^5.0.0',
  zustand: '^5.0.0',
  '@luban/sdk': '^0.1.0',
  '@luban/ui': '^0.1.0',
};

/** Ranges that differ from the default; `false` bundles a copy of the package into the extension instead. */
export type SharedOptions = Record<string, string | false>;

/** Package to range, after the author's choices. */
export function sharedRanges(options: SharedOptions = {}): Record<string, string> {
  const ranges: Record<string, string> = {};
  for (const [name, range] of Object.entries({ ...SHARED_PACKAGES, ...options })) {
    if (range !== false) ranges[name] = range;
  }
  return ranges;
}
