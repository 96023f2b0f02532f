import type { IndexExtension } from '@luban/manifest';
import { kernelError } from '../core/problems.ts';
import { TimeLimitError, within } from '../loading/time-limit.ts';
import type { VersionFiles } from '../loading/version-files.ts';

/** The style sheets of one version. The kernel owns the links; they are off while nothing of the version is shown. */
export interface StyleSheets {
  /**
   * Switches these files on, and waits until they are there. Rejects with LB3015 when one cannot be had. The result
   * switches them off again, when nobody else needs them.
   */
  acquire(files: readonly string[]): Promise<Disposable>;
  /** Removes all links, those too that the extension's own code put into the page. Gives their number. */
  dispose(): number;
}

interface Sheet {
  link: HTMLLinkElement;
  loaded: Promise<void>;
  users: number;
}

export function createStyleSheets(
  owner: IndexExtension,
  files: VersionFiles,
  document: Document,
  limit: number,
): StyleSheets {
  const sheets = new Map<string, Sheet>();
  const strays = () =>
    [...document.querySelectorAll<HTMLLinkElement>('link[rel~=stylesheet]')].filter(
      (link) => link.href.startsWith(files.root) && ![...sheets.values()].some((sheet) => sheet.link === link),
    );
  const inUse = () => [...sheets.values()].some((sheet) => sheet.users > 0);
  const release = (sheet: Sheet) => {
    sheet.users -= 1;
    sheet.link.disabled = sheet.users === 0;
    if (!inUse()) for (const link of strays()) link.disabled = true;
  };

  return {
    acquire: async (wanted) => {
      const held = wanted.map((file) => {
        let sheet = sheets.get(file);
        if (!sheet) {
          sheet = insert(document, owner, files.url(file), files.integrity(file));
          sheets.set(file, sheet);
          // A sheet that failed is asked for anew next time.
          sheet.loaded.catch(() => {
            sheets.get(file)?.link.remove();
            sheets.delete(file);
          });
        }
        sheet.users += 1;
        sheet.link.disabled = false;
        return sheet;
      });
      for (const link of strays()) link.disabled = false;
      const use = { [Symbol.dispose]: once(() => held.forEach(release)) };
      try {
        await within(limit, Promise.all(held.map((sheet) => sheet.loaded)));
      } catch (error) {
        // A slow sheet must not keep the content away for good; it applies when it comes.
        if (error instanceof TimeLimitError) return use;
        use[Symbol.dispose]();
        throw kernelError('LB3015', owner, { file: wanted.join(', ') }, error);
      }
      return use;
    },
    dispose: () => {
      const links = [...strays(), ...[...sheets.values()].map((sheet) => sheet.link)];
      for (const link of links) link.remove();
      sheets.clear();
      return links.length;
    },
  };
}

function insert(document: Document, owner: IndexExtension, href: string, integrity: string): Sheet {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  link.integrity = integrity;
  link.crossOrigin = 'anonymous';
  link.dataset.luban = owner.name;
  const loaded = new Promise<void>((resolve, reject) => {
    link.addEventListener('load', () => resolve(), { once: true });
    link.addEventListener('error', () => reject(new TypeError(`Failed to load the style sheet ${href}`)), {
      once: true,
    });
  });
  document.head.append(link);
  return { link, loaded, users: 0 };
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
