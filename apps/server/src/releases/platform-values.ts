import type { PlatformValues } from '@luban/extension-package/helm';
import { isStatusError, type KubeObject } from '@luban/kube';
import type { KubeClient } from '@luban/kube/client';
import { parse } from 'yaml';
import { OWN_NAMESPACE } from '../kube/own-namespace.ts';
import { Refusal } from '../refusal.ts';

/** ConfigMap with what every extension is told. */
export const EXTENSION_SETTINGS = 'extension-settings';

interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

/**
 * @param client of LuBan itself, for the host
 * @throws Refusal 422 LB7524 that names the key
 */
export async function platformValues(client: KubeClient): Promise<PlatformValues> {
  let data: Record<string, string>;
  try {
    const ref = {
      group: '',
      version: 'v1',
      resource: 'configmaps',
      namespace: OWN_NAMESPACE,
      name: EXTENSION_SETTINGS,
    };
    data = (await client.get<ConfigMap>(ref)).data ?? {};
  } catch (error) {
    if (isStatusError(error, 'NotFound')) return {};
    throw error;
  }
  const { portalUrl, imageRegistry } = data;
  if (portalUrl && !/^https?:\/\/\S+$/.test(portalUrl)) throw wrong('portalUrl', 'It is no http or https URL.');
  if (imageRegistry && !/^[\w.:/-]+$/.test(imageRegistry))
    throw wrong('imageRegistry', 'It is no host, with or without a path.');
  const nodeSelector = texts(data, 'nodeSelector');
  const ingress = texts(data, 'ingress');
  return {
    ...(portalUrl && { portalUrl }),
    ...(imageRegistry && { imageRegistry }),
    ...(nodeSelector && { nodeSelector: nodeSelector as Record<string, string> }),
    ...(ingress && { ingress }),
  };
}

/** A mapping in YAML of names to plain values. */
function texts(data: Record<string, string>, key: string): Record<string, string | number> | undefined {
  const text = data[key];
  if (!text?.trim()) return undefined;
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch {
    throw wrong(key, 'It is no YAML.');
  }
  const isNested = typeof value !== 'object' || value === null || Array.isArray(value);
  if (isNested) throw wrong(key, 'It is no mapping of names to values.');
  const entries = Object.entries(value as Record<string, unknown>);
  // Labels are texts, also those that look like a number or a boolean.
  const plain = entries.map(([name, item]) => [name, key === 'nodeSelector' ? String(item) : item] as const);
  if (plain.some(([, item]) => typeof item !== 'string' && typeof item !== 'number')) {
    throw wrong(key, 'One of its values is neither a text nor a number.');
  }
  return Object.fromEntries(plain) as Record<string, string | number>;
}

const wrong = (key: string, reason: string) => new Refusal(422, 'LB7524', { key, reason });
