import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type ContentEncoding = 'br' | 'gzip' | 'identity';

/** The best encoding that an `Accept-Encoding` header allows. */
export function acceptedEncoding(header: string | string[] | undefined): ContentEncoding {
  const accepted = new Map(
    String(header ?? '')
      .toLowerCase()
      .split(',', 20)
      .map((part) => {
        const [name = '', quality = 'q=1'] = part.trim().split(/\s*;\s*/);
        return [name, !/^q=0(?:\.0*)?$/.test(quality)] as const;
      }),
  );
  const allows = (name: string) => accepted.get(name) ?? accepted.get('*') ?? false;
  if (allows('br')) return 'br';
  return allows('gzip') ? 'gzip' : 'identity';
}

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

/** From this size on, what is sent once is packed with the least effort. */
const LARGE = 256 * 2 ** 10;

/**
 * @param effort `fast` for what is sent once, `good` for what is kept in memory, `best` for what is kept on disk
 */
export async function encode(
  content: Buffer,
  encoding: ContentEncoding,
  effort: 'fast' | 'good' | 'best',
): Promise<Buffer> {
  if (encoding === 'identity') return content;
  const fast = content.length < LARGE ? 4 : 1;
  if (encoding === 'gzip') return gzipAsync(content, { level: effort === 'fast' ? fast : 8 });
  const quality = { fast, good: 5, best: 11 }[effort];
  return brotliAsync(content, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
}
