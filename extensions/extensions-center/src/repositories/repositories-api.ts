import type { Problem } from '@luban/sdk';
import { centerPath, type Fetch, request, send } from '../api.ts';
import type { Repository } from '../center-api.ts';
import type { RepositoryDraft } from './repository-draft.ts';

const OBJECTS = '/apis/kubesphere.io/v1alpha1/repositories';
const REQUIRE = 'luban.dev/require-signature';
const KEYS = 'luban.dev/signing-keys';
const REFERENCES = 'luban.dev/oci-references';

/** What the server found at an address. */
export interface CheckResult {
  kind: Repository['kind'];
  extensions: number;
  problems: Problem[];
}

/** Looks at a repository and stores nothing. `stored`: the one whose password and certificates stay as they are. */
export function checkRepository(fetch: Fetch, draft: RepositoryDraft, stored?: string): Promise<CheckResult> {
  const { url, username, password, caBundle, insecure, references } = draft;
  return send<CheckResult>(fetch, 'POST', centerPath('repositories', 'check'), {
    url,
    insecure,
    ...(username !== '' && { basicAuth: { username, password } }),
    ...(caBundle.trim() !== '' && { caBundle: base64(caBundle) }),
    ...(references.trim() !== '' && { references: references.trim() }),
    ...(stored !== undefined && { repository: stored }),
  });
}

export function createRepository(fetch: Fetch, draft: RepositoryDraft): Promise<unknown> {
  const { name, username, password, caBundle, keys, references } = draft;
  const annotations = {
    ...(draft.requireSignature && { [REQUIRE]: 'true', [KEYS]: keys.trim() }),
    ...(references.trim() !== '' && { [REFERENCES]: references.trim() }),
  };
  return write(fetch, 'POST', OBJECTS, {
    apiVersion: 'kubesphere.io/v1alpha1',
    kind: 'Repository',
    metadata: { name, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      ...plainSpec(draft),
      ...(username !== '' && { basicAuth: { username, password } }),
      ...(caBundle.trim() !== '' && { caBundle: base64(caBundle) }),
    },
  });
}

/** A merge patch: what is not in it stays as it is, a password that nobody can read back above all. */
export function repositoryPatch(draft: RepositoryDraft, before: Repository) {
  const { username, password, caBundle, dropCaBundle, requireSignature, keys, references } = draft;
  const gone = username === '' && (before.username ?? '') !== '';
  const signed = requireSignature
    ? { [REQUIRE]: 'true', [KEYS]: keys.trim() }
    : { [REQUIRE]: null, ...(before.signature.keys.length > 0 && keys.trim() === '' && { [KEYS]: null }) };
  return {
    metadata: {
      annotations: { ...signed, ...(references.trim() !== '' && { [REFERENCES]: references.trim() }) },
    },
    spec: {
      ...plainSpec(draft),
      ...(gone && { basicAuth: null }),
      ...(username !== '' && { basicAuth: { username, ...(password !== '' && { password }) } }),
      ...(dropCaBundle ? { caBundle: null } : caBundle.trim() !== '' && { caBundle: base64(caBundle) }),
    },
  };
}

export function changeRepository(fetch: Fetch, draft: RepositoryDraft, before: Repository): Promise<unknown> {
  const path = `${OBJECTS}/${encodeURIComponent(before.name)}`;
  return write(fetch, 'PATCH', path, repositoryPatch(draft, before), 'application/merge-patch+json');
}

/** Installed extensions stay; the others of the repository leave the catalogue. */
export function deleteRepository(fetch: Fetch, name: string): Promise<unknown> {
  return send(fetch, 'DELETE', `${OBJECTS}/${encodeURIComponent(name)}`);
}

export function syncRepository(fetch: Fetch, name: string): Promise<unknown> {
  return send(fetch, 'POST', centerPath('repositories', name, 'sync'));
}

/** Asks for the metadata alone in return: the whole object has the password in it. */
function write(fetch: Fetch, method: string, path: string, body: unknown, type = 'application/json') {
  const headers = { 'content-type': type, accept: 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1' };
  return request<unknown>(fetch, path, { method, headers, body: JSON.stringify(body) });
}

function plainSpec({ url, description, insecure, interval, depth }: RepositoryDraft) {
  return {
    url,
    description,
    insecure,
    depth: Number(depth),
    updateStrategy: { registryPoll: { interval } },
  };
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
