import { hexadecimal, integerBetween, randomOf } from '../support/random.ts';
import { fullImageName, type ImageName, parseImageName, shortImageName } from './image-name.ts';

const NO_SUCH_TAGS: ReadonlySet<string> = new Set(['missing', 'lastest', 'latets', 'lates']);

/** What pulling an image comes to. */
export type PullOutcome =
  | { result: 'pulled'; image: ImageName; milliseconds: number; bytes: number; digest: string }
  | { result: 'failed'; milliseconds: number; message: string }
  | { result: 'invalid-name'; message: string };

const SIZES: Record<string, number> = {
  busybox: 2_211_000,
  alpine: 3_800_000,
  nginx: 72_400_000,
  redis: 45_300_000,
  postgres: 156_000_000,
  mysql: 238_000_000,
  pause: 319_000,
};

/**
 * Pulls nothing, and says what a registry would say. Images that are named `does-not-exist`, have the tag `missing`
 * or a misspelt `latest`, or come from a host below `.invalid` fail with the messages of containerd; everything else is
 * there.
 */
export function simulatePull(text: string, seed: string): PullOutcome {
  const image = parseImageName(text);
  if (image === undefined) {
    return {
      result: 'invalid-name',
      message: `Failed to apply default image tag "${text}": couldn't parse image name "${text}": invalid reference format`,
    };
  }
  const random = randomOf(seed, 'pull', fullImageName(image));
  const message = refusal(image);
  if (message !== undefined) return { result: 'failed', milliseconds: integerBetween(random, 250, 900), message };
  const bytes = Object.hasOwn(SIZES, shortImageName(image))
    ? (SIZES[shortImageName(image)] ?? 0)
    : integerBetween(random, 8_000_000, 190_000_000);
  const milliseconds = 300 + Math.round((bytes / 240_000_000) * 1500 + random() * 400);
  return { result: 'pulled', image, milliseconds, bytes, digest: image.digest ?? `sha256:${hexadecimal(random, 64)}` };
}

/** `docker.io/library/nginx@sha256:…`, as a container status shows it. */
export function imageIdOf(image: ImageName, digest: string): string {
  return `${image.registry}/${image.repository}@${digest}`;
}

function refusal(image: ImageName): string | undefined {
  const name = fullImageName(image);
  const introduction = `failed to pull and unpack image "${name}": failed to resolve reference "${name}":`;
  const host = image.registry.replace(/:\d+$/, '');
  if (host === 'invalid' || host.endsWith('.invalid')) {
    const url = `https://${image.registry}/v2/${image.repository}/manifests/${image.tag ?? image.digest}`;
    return `rpc error: code = Unknown desc = ${introduction} failed to do request: Head "${url}": dial tcp: lookup ${host}: no such host`;
  }
  if (shortImageName(image) === 'does-not-exist') {
    return `rpc error: code = Unknown desc = ${introduction} pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
  }
  return NO_SUCH_TAGS.has(image.tag ?? '')
    ? `rpc error: code = NotFound desc = ${introduction} ${name}: not found`
    : undefined;
}
