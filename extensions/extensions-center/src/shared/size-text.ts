/** `870 kB`, `1.4 MB`: as people say it. Units are the same in both languages. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 2 ** 20) return `${Math.max(1, Math.round(bytes / 2 ** 10))} kB`;
  return `${Math.round((bytes / 2 ** 20) * 10) / 10} MB`;
}
