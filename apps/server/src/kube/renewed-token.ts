import { readFile } from 'node:fs/promises';

/** Kubelets renew tokens long before they end; a minute is what Kubernetes' own clients keep one for. */
const KEPT = 60_000;

/** A token in a file that is written anew now and then. @param now milliseconds of the epoch */
export function renewedToken(path: string, now: () => number = Date.now): () => Promise<string> {
  let token: Promise<string> | undefined;
  let readAt = 0;
  return () => {
    if (token === undefined || now() - readAt > KEPT) {
      readAt = now();
      const reading = readFile(path, 'utf8').then((text) => text.trim());
      // A moment without the file, while it is replaced, costs a try and no more.
      reading.catch(() => {
        if (token === reading) token = undefined;
      });
      token = reading;
    }
    return token;
  };
}
