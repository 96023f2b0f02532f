/** Which form of the answer a client wants. Source: k8s.io/apiserver/pkg/endpoints/handlers/negotiation. */
import { notAcceptable } from '@luban/kube';

/** What is made of an object or a list before it is encoded. */
export type View = 'object' | 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';

export interface Negotiated {
  view: View;
  /** Of the view's kind, in meta.k8s.io. */
  viewVersion: 'v1' | 'v1beta1';
  encoding: 'json' | 'yaml';
  pretty: boolean;
}

const JSON_OBJECT: Negotiated = { view: 'object', viewVersion: 'v1', encoding: 'json', pretty: false };
const JSON_TABLE: Negotiated = { ...JSON_OBJECT, view: 'Table' };
const ENCODINGS: Record<string, Negotiated['encoding'] | undefined> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  '*/*': 'json',
  'application/*': 'json',
};
const VIEWS: readonly string[] = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'];
const KUBECTL_TABLE =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

/**
 * The first acceptable media range wins, as with client-go, which lists what it wants in its order.
 *
 * @throws StatusError 406
 */
export function negotiate(accept: string | undefined, query?: URLSearchParams): Negotiated {
  const pretty = query?.has('pretty') === true && query.get('pretty') !== 'false' && query.get('pretty') !== '0';
  const negotiated = choose(accept);
  return pretty ? { ...negotiated, pretty } : negotiated;
}

function choose(accept: string | undefined): Negotiated {
  if (accept === undefined || accept === '' || accept === 'application/json' || accept === '*/*') return JSON_OBJECT;
  if (accept === KUBECTL_TABLE) return JSON_TABLE;
  for (const range of accept.split(',')) {
    const [type, ...parameters] = range.split(';').map((part) => part.trim());
    const encoding = Object.hasOwn(ENCODINGS, type!) ? ENCODINGS[type!] : undefined;
    if (encoding === undefined) continue;
    const { as, v, g } = Object.fromEntries(parameters.map((parameter) => parameter.split('=', 2)));
    if (as === undefined) return { ...JSON_OBJECT, encoding };
    if (g === 'meta.k8s.io' && (v === 'v1' || v === 'v1beta1') && VIEWS.includes(as)) {
      return { view: as as View, viewVersion: v, encoding, pretty: false };
    }
  }
  throw notAcceptable(['application/json', 'application/yaml']);
}
