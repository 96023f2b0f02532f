import type { KubeObject } from '@luban/kube';
import { commonOf, type ExtensionObject, type ObjectProblem } from '../extension-object.ts';
import { type JsonRecord, listOf, recordOf, textOf } from '../json.ts';
import { type Endpoint, namesEndpoint, readEndpoint } from '../upstream/endpoint.ts';
import { endpointWarnings } from '../upstream/endpoint-warnings.ts';

/** A script and the files beside it. Source: extensions.kubesphere.io/v1alpha1, JSBundle. */
export interface JsBundle extends ExtensionObject {
  kind: 'JSBundle';
  /** `status.link`, or the one that it gets: `/dist/<extension>/index.js`. */
  link: string | undefined;
  files: readonly BundleFile[];
}

/** What is served at one path. */
export interface BundleFile {
  /** Canonical. */
  link: string;
  /** Content type. */
  type: string;
  source: BundleSource;
}

export type BundleSource =
  | { from: 'raw'; base64: string }
  | { from: 'object'; resource: 'configmaps' | 'secrets'; namespace: string; name: string; key: string }
  | { from: 'remote'; endpoint: Endpoint };

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

export function readJsBundle(object: KubeObject): JsBundle {
  const common = { ...commonOf('JSBundle', object), kind: 'JSBundle' as const };
  const spec = recordOf(object.spec);
  const named = `JSBundle ${common.name}`;
  const problems: ObjectProblem[] = [];
  const report = (reason: string) => problems.push({ code: 'LB5403', params: { object: named, reason } });
  const link = textOf(recordOf(object.status).link) ?? defaultLink(common.owner);
  const files: BundleFile[] = [];
  const add = (at: unknown, type: string, source: BundleSource | string, field: string) => {
    const path = textOf(at);
    if (typeof source === 'string') report(`${field}: ${source}`);
    else if (path === undefined || !isLink(path)) report(`${field}: its link is no path below /dist/`);
    else files.push({ link: path, type, source });
  };
  const script = scriptSource(spec);
  if (link === undefined) report('status.link is missing, and no extension is named to make one from');
  else if (script !== undefined) add(link, SCRIPT, script, 'spec');
  const assets = recordOf(spec.assets);
  if (isPresent(assets.style)) add(recordOf(assets.style).link, STYLE, remoteSource(assets.style), 'spec.assets.style');
  for (const [i, file] of listOf(assets.files).entries()) {
    const { link: at, mimeType } = recordOf(file);
    add(at, mediaType(mimeType), remoteSource(file), `spec.assets.files[${i}]`);
  }
  if (files.length === 0 && problems.length === 0) report('it has no content');
  const warnings = files.flatMap(({ source }) =>
    source.from === 'remote' ? endpointWarnings(named, source.endpoint) : [],
  );
  return { ...common, link, files, problems, warnings: warnings.slice(0, 1) };
}

/** The link that a bundle gets when its creator set none. */
export function defaultLink(owner: string | undefined): string | undefined {
  return owner === undefined ? undefined : `/dist/${owner}/index.js`;
}

const isPresent = (value: unknown) => typeof value === 'object' && value !== null;

/** Written as browsers send it, so that a link names one path only. */
function isLink(link: string): boolean {
  return /^\/dist\/[\w\-.~!$&'()*+,;=:@%/]+$/.test(link) && !/%(?![\dA-F]{2})|\/\/|\/\.{1,2}(?:\/|$)/.test(link);
}

function scriptSource(spec: JsonRecord): BundleSource | string | undefined {
  const raw = textOf(spec.raw);
  if (raw !== undefined) return { from: 'raw', base64: raw };
  const from = recordOf(spec.rawFrom);
  if (isPresent(from.configMapKeyRef)) return keySource('configmaps', from.configMapKeyRef);
  if (isPresent(from.secretKeyRef)) return keySource('secrets', from.secretKeyRef);
  return namesEndpoint(from) ? remoteSource(from) : undefined;
}

function keySource(resource: 'configmaps' | 'secrets', value: unknown): BundleSource | string {
  const { namespace, name, key } = recordOf(value);
  const [space, object, field] = [textOf(namespace), textOf(name), textOf(key)];
  if (space === undefined || object === undefined || field === undefined)
    return 'a key needs a namespace, a name and a key';
  return { from: 'object', resource, namespace: space, name: object, key: field };
}

function remoteSource(value: unknown): BundleSource | string {
  const result = readEndpoint(value);
  return result.ok ? { from: 'remote', endpoint: result.endpoint } : result.reason;
}

/** What is no media type is not given one that a browser would run or show. */
function mediaType(value: unknown): string {
  const text = textOf(value);
  return text !== undefined && /^[\w.+-]{1,80}\/[\w.+-]{1,80}(?:; ?charset=[\w-]{1,40})?$/.test(text)
    ? text
    : 'application/octet-stream';
}
