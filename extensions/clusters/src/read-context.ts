import { parse } from 'yaml';

/** What a kubeconfig says of itself, for people; the gateway judges it. */
export interface KubeconfigContext {
  /** Of the current context. */
  readonly name: string;
  readonly server: string;
}

/** Undefined for what is no kubeconfig. */
export function readContext(text: string): KubeconfigContext | undefined {
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
  const current = textOf(document, 'current-context');
  const context = named(document, 'contexts', current);
  const cluster = named(document, 'clusters', textOf(member(context, 'context'), 'cluster'));
  const server = textOf(member(cluster, 'cluster'), 'server');
  return server === '' ? undefined : { name: current, server };
}

/** A name that a cluster may have: letters and digits, with hyphens between them. */
export function clusterName(text: string): string {
  return text
    .toLowerCase()
    .replace(/^.*[@/:]/, '')
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
}

function named(document: unknown, list: string, name: string): unknown {
  const entries = member(document, list);
  if (!Array.isArray(entries)) return undefined;
  return entries.find((entry) => textOf(entry, 'name') === name);
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function textOf(value: unknown, name: string): string {
  const found = member(value, name);
  return typeof found === 'string' ? found : '';
}
