import type { PartChart } from '../extension-package.ts';

export interface InjectedValuesOptions {
  /** Which part of the package is installed. */
  part: 'extension' | 'agent';
  parts: readonly PartChart[];
  cluster: { name: string; role: 'host' | 'member' };
  platform: PlatformValues;
}

/** What the platform tells every extension. */
export interface PlatformValues {
  /** Where people reach the console. */
  portalUrl?: string;
  imageRegistry?: string;
  nodeSelector?: Readonly<Record<string, string>>;
  ingress?: Readonly<Record<string, string | number>>;
}

type Values = { [name: string]: unknown };

/**
 * Values that prevail over all others. A condition prevails over tags in helm, so that those of the other part have to be
 * turned off as well. Source: KubeSphere 4, InstallPlan controller.
 */
export function injectedValues({ part, parts, cluster, platform }: InjectedValuesOptions): Values {
  const values: Values = Object.create(null) as Values;
  const other = part === 'extension' ? 'agent' : 'extension';
  values.tags = { extension: part === 'extension', agent: part === 'agent' };
  for (const { tags, condition } of parts) {
    if (condition === undefined || !tags.includes(other) || tags.includes(part)) continue;
    // Helm takes several paths, and the first that has a value.
    for (const path of condition.split(',')) setPath(values, path.trim(), false);
  }
  const { portalUrl, imageRegistry, nodeSelector, ingress } = platform;
  if (part === 'extension' && portalUrl) setPath(values, 'global.portal.url', portalUrl);
  if (part === 'agent') setPath(values, 'global.clusterInfo', cluster);
  if (imageRegistry) setPath(values, 'global.imageRegistry', imageRegistry);
  if (nodeSelector !== undefined) setPath(values, 'global.nodeSelector', nodeSelector);
  if (ingress !== undefined) setPath(values, 'global.extension.ingress', ingress);
  return values;
}

function setPath(values: Values, path: string, value: unknown): void {
  const names = path.split('.');
  const last = names.pop();
  if (!last || names.includes('')) return;
  let place = values;
  for (const name of names) {
    const below = place[name];
    // Without a prototype, so that a name such as `__proto__` is one.
    place = place[name] =
      typeof below === 'object' && below !== null ? (below as Values) : (Object.create(null) as Values);
  }
  place[last] = value;
}
