/** Key and value of a label, as Kubernetes takes them. */
const LABEL =
  /^((?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?)=([A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?|)$/;

/** `region=eu, tier=gold` as a map; undefined where that is not what the text says. */
export function labelsOf(text: string): Record<string, string> | undefined {
  const labels = new Map<string, string>();
  for (const part of text.split(',')) {
    const trimmed = part.trim();
    if (trimmed === '') continue;
    const match = LABEL.exec(trimmed);
    if (match?.[1] === undefined) return undefined;
    labels.set(match[1], match[2] ?? '');
  }
  return Object.fromEntries(labels);
}

export function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
