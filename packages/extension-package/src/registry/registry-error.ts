import type { Problem } from '@luban/manifest';

/** A failure with a number of the message catalogue: LB72xx, or the one that an address was refused with. */
export class RegistryError extends Error {
  override name = 'RegistryError';
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: string, params: Record<string, string | number> = {}, options: { cause?: unknown } = {}) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.code = code;
    this.params = shortened(params);
  }

  /** @param owner the chart that it is about */
  problem(owner: { extension?: string; version?: string } = {}): Problem {
    return { code: this.code, params: { ...this.params }, ...owner };
  }
}

/** Of a chart that is listed badly, or that could not be fetched. */
export function problemOf(
  code: string,
  params: Record<string, string | number>,
  owner: { extension?: string; version?: string } = {},
): Problem {
  return { code, params: shortened(params), ...owner };
}

/** Hostile text is cut where it enters. */
function shortened(params: Record<string, string | number>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && value.length > 300 ? `${value.slice(0, 299)}…` : value,
    ]),
  );
}
