import { createHmac, randomBytes } from 'node:crypto';
import { documents, type RenderedObject, renderedObjects, secretsIn } from '@luban/extension-package/helm';
import type { ObjectRef } from '@luban/manifest/center-api';
import { isMap, isScalar, parseDocument } from 'yaml';
import type { RenderedRelease } from '../../releases/releases.ts';

/** An object as it is compared and shown: fields sorted, and nothing in it that is secret. */
export interface ShownObject {
  ref: ObjectRef;
  key: string;
  yaml: string;
}

/** Larger ones are compared as they are. */
const LARGEST = 512 * 1024;

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
  return renderedObjects(release.manifest).map((object, i) => {
    const { apiVersion, kind, name } = object;
    const namespace = release.objects[i]?.namespace ?? object.namespace;
    const ref = {
      ...(cluster !== undefined && { cluster }),
      ...{ apiVersion, kind },
      ...(namespace !== undefined && { namespace }),
      name,
    };
    return { ref, key: keyOf(ref), yaml: withoutSecrets(sorted(object), secrets) };
  });
}

/** The version of an API may change while the object stays the same. */
export function keyOf({ cluster = '', apiVersion, kind, namespace = '', name }: ObjectRef): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return JSON.stringify([cluster, group, kind, namespace, name]);
}

function sorted({ text, kind }: RenderedObject): string {
  if (text.length > LARGEST) return kind === 'Secret' ? '# too large to be shown\n' : text;
  const options = { schema: 'failsafe', uniqueKeys: false, merge: false, logLevel: 'silent' } as const;
  const document = parseDocument(text, { ...options, sortMapEntries: true });
  if (document.errors.length > 0) return kind === 'Secret' ? '# cannot be shown\n' : text;
  document.commentBefore = null;
  if (kind === 'Secret') {
    for (const field of ['data', 'stringData']) {
      const data = document.get(field, true);
      if (!isMap(data)) {
        document.delete(field);
        continue;
      }
      for (const { value } of data.items) if (isScalar(value)) value.value = hidden(String(value.value));
    }
    // Charts may write what is secret into annotations, as `kubectl apply` does.
    document.deleteIn(['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration']);
  }
  return document.toString({ lineWidth: 0, commentString: () => '' });
}

function withoutSecrets(yaml: string, secrets: readonly string[]): string {
  let text = yaml;
  for (const secret of secrets) if (text.includes(secret)) text = text.replaceAll(secret, hidden(secret));
  return text;
}

function hidden(secret: string): string {
  return `hidden-${createHmac('sha256', KEY).update(secret).digest('hex').slice(0, 8)}`;
}
