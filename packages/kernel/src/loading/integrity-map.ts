/** Tells the browser which digest each module must have, before any of them is fetched. */
export interface IntegrityMap {
  /** Adds what is not known yet. The map stays in force for the life of the page; browsers offer no way back. */
  add(modules: Record<string, string>): void;
}

export function createIntegrityMap(document: Document, nonce: string | undefined): IntegrityMap {
  const known = new Set<string>();
  for (const script of document.querySelectorAll('script[type=importmap]')) {
    for (const url of urlsOf(script.textContent ?? '')) known.add(new URL(url, document.baseURI).href);
  }
  return {
    add: (modules) => {
      const added = Object.entries(modules).filter(([url]) => !known.has(url));
      if (added.length === 0) return;
      for (const [url] of added) known.add(url);
      const script = document.createElement('script');
      script.type = 'importmap';
      if (nonce !== undefined) script.nonce = nonce;
      script.textContent = JSON.stringify({ integrity: Object.fromEntries(added) });
      document.head.append(script);
      // It was taken in when it was inserted; an element less to keep.
      script.remove();
    },
  };
}

function urlsOf(text: string): string[] {
  try {
    return Object.keys((JSON.parse(text) as { integrity?: object }).integrity ?? {});
  } catch {
    return [];
  }
}
