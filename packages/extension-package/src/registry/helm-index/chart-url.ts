/**
 * Where a chart of an index is: what is relative starts at the index's folder, and takes the folder's query along, in
 * which some repositories want a token.
 *
 * @param folder with a slash at the end of its path
 * @returns undefined for what cannot be fetched
 */
export function absoluteUrl(written: unknown, folder: URL): string | undefined {
  if (typeof written !== 'string' || written === '' || written.length > 4_000) return undefined;
  const isRelative = URL.parse(written) === null;
  const url = URL.parse(written, folder);
  if (url === null || url.host === '') return undefined;
  if (!['https:', 'http:', 'oci:'].includes(url.protocol)) return undefined;
  if (isRelative && url.origin === folder.origin) {
    for (const [name, value] of folder.searchParams) {
      if (!url.searchParams.has(name)) url.searchParams.append(name, value);
    }
  }
  // What an index writes into a URL is not where its credentials come from.
  url.username = url.password = url.hash = '';
  return url.href;
}

/** The folder of a repository's index, for a URL with and without a slash or `index.yaml` at its end. */
export function folderOf(repository: URL): URL {
  const folder = new URL(repository);
  folder.hash = '';
  folder.pathname = `${folder.pathname.replace(/\/index\.yaml$/, '').replace(/\/+$/, '')}/`;
  return folder;
}

export function indexOf(folder: URL): URL {
  const url = new URL(folder);
  url.pathname += 'index.yaml';
  return url;
}
