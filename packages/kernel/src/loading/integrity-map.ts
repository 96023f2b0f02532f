/** Tells the browser which digest each module must have, before any of them is fetched. */
export interface IntegrityMap {
  /**
   * Adds the modules of a version, by the URL that they all begin with, unless they are known. They stay in force for the
   * life of the page; browsers offer no way back.
   */
  add(root: string, modules: () => Record<string, string>): void;
}

export function createIntegrityMap(document: Document, nonce: string | undefined): IntegrityMap {
  const roots = new Set<string>();
  /** From the page itself: to define a digest twice is a warning in the browser's console. */
  const known = new Set<string>();
  for (const script of document.querySelectorAll('script[type=importmap]')) {
    for (const url of urlsOf(script.textContent ?? '')) known.add(new URL(url, document.baseURI).href);
  }
  return {
    add: (root, modules) => {
      if (roots.has(root)) return;
      roots.add(root);
      const added = Object.entries(modules()).filter(([url]) => !known.has(url));
      if (added.length === 0) return;
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
