const UNITS = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: Readonly<Record<string, number>> = { '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };

/**
 * An amount of a node's resource as people read it: cores of `cpu`, binary units where bytes are counted.
 *
 * @param text as Kubernetes writes it: `7920m`, `101430960Ki`, `93492209510`
 * @returns the text itself where it is written otherwise
 */
export function quantityText(text: string, resource: string, locale: string): string {
  const match = /^(\d{1,24}(?:\.\d{1,9})?)([mkMGTPE]|[KMGTPE]i)?$/.exec(text);
  if (match === null) return text;
  const [, digits = '', unit = ''] = match;
  const amount = Number(digits) * factorOf(unit);
  const format = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
  if (!isBytes(resource) || amount < 1024) return format.format(amount);
  const power = Math.min(Math.floor(Math.log2(amount) / 10), UNITS.length);
  return `${format.format(amount / 1024 ** power)} ${UNITS[power - 1]}B`;
}

function factorOf(unit: string): number {
  if (unit === 'm') return 1e-3;
  const binary = UNITS.indexOf(unit);
  return binary >= 0 ? 1024 ** (binary + 1) : (DECIMAL[unit] ?? 1);
}

function isBytes(resource: string): boolean {
  return resource === 'memory' || resource.endsWith('storage') || resource.startsWith('hugepages-');
}
