import { createHash } from 'node:crypto';

export interface IconFile {
  /** Ending that says the type, for `contentType`. */
  path: string;
  content: Buffer;
}

const ENDINGS: Readonly<Record<string, string>> = {
  png: 'png',
  jpeg: 'jpg',
  jpg: 'jpg',
  gif: 'gif',
  webp: 'webp',
  avif: 'avif',
  'svg+xml': 'svg',
  'x-icon': 'ico',
  'vnd.microsoft.icon': 'ico',
};

/** Characters of a `data:` URI. */
const LARGEST = 2 * 2 ** 20;

export const ICONS = '/api/center/icons/';

/**
 * Pictures that stand as `data:` URIs in objects, addressed by their digest. The objects are in memory anyway, so only
 * where to find a picture is kept.
 */
export class IconTable {
  readonly #icons = new Map<string, { uri: string; users: Set<string> }>();
  readonly #used = new Map<string, { uri: string; digest: string }>();

  /**
   * @param user what the picture belongs to; its former one is forgotten
   * @returns path on this server; undefined when there is none that could be shown
   */
  put(user: string, uri: string | undefined): string | undefined {
    const known = this.#used.get(user);
    if (known !== undefined && known.uri === uri) return ICONS + known.digest;
    this.drop(user);
    if (uri === undefined || pictureOf(uri) === undefined) return undefined;
    const digest = createHash('sha256').update(uri).digest('hex');
    this.#used.set(user, { uri, digest });
    const entry = this.#icons.get(digest) ?? { uri, users: new Set() };
    entry.users.add(user);
    this.#icons.set(digest, entry);
    return ICONS + digest;
  }

  drop(user: string): void {
    const known = this.#used.get(user);
    if (known === undefined) return;
    this.#used.delete(user);
    const entry = this.#icons.get(known.digest);
    entry?.users.delete(user);
    if (entry?.users.size === 0) this.#icons.delete(known.digest);
  }

  get(digest: string): IconFile | undefined {
    const entry = this.#icons.get(digest);
    const picture = entry === undefined ? undefined : pictureOf(entry.uri);
    if (picture === undefined) return undefined;
    const { ending, data, isBase64 } = picture;
    const content = isBase64 ? Buffer.from(data, 'base64') : Buffer.from(decode(data));
    return { path: `icon.${ending}`, content };
  }
}

function pictureOf(uri: string): { ending: string; data: string; isBase64: boolean } | undefined {
  if (uri.length > LARGEST || !uri.startsWith('data:image/')) return undefined;
  const comma = uri.indexOf(',');
  if (comma < 0 || comma > 200) return undefined;
  const [type = '', ...parameters] = uri.slice('data:image/'.length, comma).toLowerCase().split(';');
  if (!Object.hasOwn(ENDINGS, type)) return undefined;
  return { ending: ENDINGS[type]!, data: uri.slice(comma + 1), isBase64: parameters.includes('base64') };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
