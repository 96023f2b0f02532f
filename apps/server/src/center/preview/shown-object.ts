import { createHmac, randomBytes } from 'node:crypto';
import { documents, type RenderedObject, renderedObjects, secretsIn } from '@luban/extension-package/helm';
import type { ObjectRef } from '@luban/manifest/center-api';
import { parse, stringify } from 'yaml';
import { type JsonRecord, recordOf } from '../../extension-api/json.ts';
import type { RenderedRelease } from '../../releases/releases.ts';
import { textHider } from './hide-texts.ts';

/** An object as it is compared and shown: fields sorted, and nothing in it that is secret. */
export interface ShownObject {
  ref: ObjectRef;
  key: string;
  yaml: string;
}

/** Larger ones are compared as they are. */
const LARGEST = 512 * 1024;

const OPTIONS = { schema: 'failsafe' } as const;

/** Tells whether a secret is another one, to nobody who could guess it. */
const KEY = randomBytes(32);

/** What must not be shown of releases, wherever it stands in them. */
export function secretsOf(releases: readonly (RenderedRelease | undefined)[], values: readonly string[]): string[] {
  const texts = releases.flatMap((release) => (release === undefined ? [] : documents(release.manifest)));
  return secretsIn(texts, values);
}

/**
 * @param release as helm renders or keeps it; absent: nothing
 * @param cluster absent: the host
 */
export function shownObjects(
  release: RenderedRelease | undefined,
  cluster: string | undefined,
  secrets: readonly string[],
): ShownObject[] {
  if (release === undefined) return [];
  const hide = textHider(secrets, hidden);
  return renderedObjects(release.manifest).map((object, i) => {
    const { apiVersion, kind, name } = object;
    const namespace = release.objects[i]?.namespace ?? object.namespace;
    const ref = {
      ...(cluster !== undefined && { cluster }),
      ...{ apiVersion, kind },
      ...(namespace !== undefined && { namespace }),
      name,
    };
    return { ref, key: keyOf(ref), yaml: hide(sorted(object)) };
  });
}

/** The version of an API may change while the object stays the same. */
export function keyOf({ cluster = '', apiVersion, kind, namespace = '', name }: ObjectRef): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return JSON.stringify([cluster, group, kind, namespace, name]);
}

/** In one way of writing: how a template writes a value is of no account. Scalars stay the texts that they are. */
function sorted({ text, kind }: RenderedObject): string {
  const asIs = kind === 'Secret' ? '# This Secret cannot be shown.\n' : text;
  if (text.length > LARGEST) return asIs;
  let object: unknown;
  try {
    object = parse(text, { ...OPTIONS, uniqueKeys: false, merge: false, logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    return asIs;
  }
  const shown = kind === 'Secret' ? masked(recordOf(object)) : object;
  return stringify(shown, { ...OPTIONS, sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false });
}

/** What was in it is told by digests alone. */
function masked({ data, stringData, ...secret }: JsonRecord): JsonRecord {
  const hide = (texts: unknown) => {
    const entries = Object.entries(recordOf(texts));
    return Object.fromEntries(entries.map(([key, value]) => [key, hidden(String(value))]));
  };
  return {
    ...secret,
    ...(data !== undefined && { data: hide(data) }),
    ...(stringData !== undefined && { stringData: hide(stringData) }),
  };
}

function hidden(secret: string): string {
  return `hidden-${createHmac('sha256', KEY).update(secret).digest('hex').slice(0, 8)}`;
}
