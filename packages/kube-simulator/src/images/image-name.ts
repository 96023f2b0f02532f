/** An image's name in full. Source of the grammar: github.com/distribution/reference. */
export interface ImageName {
  /** `docker.io` when the name has none. */
  registry: string;
  /** `library/nginx` */
  repository: string;
  /** `latest` when there is neither tag nor digest. */
  tag?: string;
  /** `sha256:…` */
  digest?: string;
}

const LONGEST = 1024;

/** @returns undefined when the text names no image */
export function parseImageName(text: string): ImageName | undefined {
  if (text.length > LONGEST) return undefined;
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const tagged = colon > named.lastIndexOf('/');
  const tag = tagged ? named.slice(colon + 1) : undefined;
  const path = (tagged ? named.slice(0, colon) : named).split('/');
  const [first = ''] = path;
  const hasRegistry = path.length > 1 && (/[.:]/.test(first) || first === 'localhost');
  const registry = hasRegistry ? first : 'docker.io';
  const segments = hasRegistry ? path.slice(1) : path;
  if (!segments.every((segment) => /^[a-z0-9]+(?:(?:\.|__?|-{1,5})[a-z0-9]+)*$/.test(segment))) return undefined;
  if (tag !== undefined && !/^\w[\w.-]{0,127}$/.test(tag)) return undefined;
  if (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest)) return undefined;
  if (hasRegistry && !/^[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?$/.test(registry)) return undefined;
  const repository = registry === 'docker.io' && segments.length === 1 ? `library/${segments[0]}` : segments.join('/');
  return { registry, repository, tag: tag ?? (digest === undefined ? 'latest' : undefined), digest };
}

/** `docker.io/library/nginx:1.27` */
export function fullImageName({ registry, repository, tag, digest }: ImageName): string {
  const tagged = tag === undefined ? '' : `:${tag}`;
  return `${registry}/${repository}${tagged}${digest === undefined ? '' : `@${digest}`}`;
}

/** The last part of the repository, by which images are recognised: `nginx` of `registry.example/base/nginx:1`. */
export function shortImageName({ repository }: ImageName): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}
