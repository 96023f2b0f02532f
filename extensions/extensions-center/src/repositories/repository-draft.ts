import type { Repository } from '../center-api.ts';

/** A repository as it is written into the form. */
export interface RepositoryDraft {
  name: string;
  url: string;
  description: string;
  username: string;
  /** When one is changed, empty: as it is. */
  password: string;
  /** PEM; when one is changed, empty: as it is. */
  caBundle: string;
  /** Forgets the certificates that are stored. */
  dropCaBundle: boolean;
  insecure: boolean;
  /** As Go writes durations: `15m`. */
  interval: string;
  /** A whole number; `0`: all versions. */
  depth: string;
  requireSignature: boolean;
  /** PEM of ed25519 public keys. */
  keys: string;
  /** Charts of a registry that tells no catalogue: `clock:1.0.0, weather`. */
  references: string;
}

export const EMPTY_DRAFT: RepositoryDraft = {
  name: '',
  url: '',
  description: '',
  username: '',
  password: '',
  caBundle: '',
  dropCaBundle: false,
  insecure: false,
  interval: '15m',
  depth: '3',
  requireSignature: false,
  keys: '',
  references: '',
};

export function draftOf(repository: Repository): RepositoryDraft {
  const { name, url, description = '', username = '', insecure, interval, depth, signature } = repository;
  return {
    ...EMPTY_DRAFT,
    ...{ name, url, description, username, insecure, interval },
    depth: String(depth),
    requireSignature: signature.required,
    keys: signature.keys.join('\n'),
  };
}

/** What is wrong with a field; the key of its text in `locales`. */
export type DraftProblems = Partial<Record<keyof RepositoryDraft, string>>;

const NAME = /^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/;

/** Names that are in use are those of other repositories. */
export function draftProblems(draft: RepositoryDraft, taken: readonly string[]): DraftProblems {
  const problems: DraftProblems = {};
  const url = URL.parse(draft.url);
  if (url === null || !['http:', 'https:', 'oci:'].includes(url.protocol) || url.host === '') problems.url = 'url';
  else if (url.username !== '' || url.password !== '') problems.url = 'url.credentials';
  if (!NAME.test(draft.name)) problems.name = 'name';
  else if (taken.includes(draft.name)) problems.name = 'name.taken';
  if (draft.password !== '' && draft.username === '') problems.username = 'username';
  if (draft.caBundle.trim() !== '' && !draft.caBundle.includes('-----BEGIN CERTIFICATE-----')) {
    problems.caBundle = draft.caBundle.includes('PRIVATE KEY') ? 'ca.key' : 'ca';
  }
  if (!/^\d{1,4}$/.test(draft.depth)) problems.depth = 'depth';
  if (draft.requireSignature && !draft.keys.includes('-----BEGIN PUBLIC KEY-----')) problems.keys = 'keys';
  return problems;
}

/** `charts-example-com` for `https://charts.example.com/stable`: a name that is free. */
export function nameFor(address: string, taken: readonly string[]): string {
  const host = URL.parse(address)?.hostname ?? '';
  const base = host
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/[^a-z\d]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  if (base === '' || !taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}-${number}`)) number += 1;
  return `${base}-${number}`;
}
