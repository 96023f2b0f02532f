/** What the keys of an extension's own storage begin with. */
export function prefixOf(extension: string): string {
  return `luban.ext/${extension}/`;
}
