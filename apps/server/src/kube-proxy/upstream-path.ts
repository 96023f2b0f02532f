import { Refusal } from '../refusal.ts';

/** Behind this, the path is that of a program in the cluster, which may mean something by empty parts and slashes. */
const BEHIND_PROXY = /^\/api\/v1\/(?:namespaces\/[^/]+\/(?:pods|services)|nodes)\/[^/]+\/proxy\//;

/**
 * Path and query of a request as the cluster gets them: byte for byte, without what stands before the cluster's paths.
 * Refuses what servers on the way could read differently, such as a part that leaves the address of the cluster.
 *
 * @param url as it came, such as `/clusters/reef/api/v1/pods?limit=1`
 * @throws Refusal 400 LB5107
 */
export function upstreamPath(url: string): string {
  const upstream = url.replace(/^\/clusters\/[^/?]+/, '');
  const [path = ''] = upstream.split('?', 1);
  const tail = BEHIND_PROXY.exec(path)?.[0].length ?? path.length;
  if (!isPlain(path.slice(0, tail)) || !staysBelow(path.slice(tail)) || /[^\x21-\x7e]/.test(upstream)) {
    throw new Refusal(400, 'LB5107', { path: path.slice(0, 200) });
  }
  return upstream;
}

/** Almost every path: nothing in it is decoded, and no part begins with a dot. */
const USUAL = /^(?:\/[A-Za-z\d_:~-][A-Za-z\d._:~-]*)*\/?$/;

/** Whether every part is a name and nothing else; the last may be empty. */
function isPlain(path: string): boolean {
  if (USUAL.test(path)) return true;
  const parts = path.split('/').slice(1);
  return parts.every((part, i) => {
    const name = decoded(part);
    if (name === '') return i === parts.length - 1;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    return name !== undefined && name !== '.' && name !== '..' && !/[/\\\x00-\x1f\x7f]/.test(name);
  });
}

function staysBelow(path: string): boolean {
  const whole = decoded(path);
  return (
    whole !== undefined && !whole.split(/[/\\]/).some((part) => part === '..' || part === '.' || part.includes('\0'))
  );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Requests whose answer may begin, or end, at any time. Source: k8s.io/apiserver, long-running requests. */
export function isLongRunning(path: string): boolean {
  return (
    /[?&](?:watch|follow)=(?:true|t|1)(?:&|$)/i.test(path) ||
    /\/(?:proxy|log|exec|attach|portforward)(?:[/?]|$)/.test(path) ||
    /^\/(?:api|apis\/[^/]+)\/[^/]+\/watch\//.test(path)
  );
}
