import type { Json } from '../contract.ts';
import type { MountPoint } from '../mounts/mount-point.ts';

type Collected = Record<string, Json>;

/** Unsaved work of extensions that were disabled while it was open: it comes back when they do, in this tab. */
export interface Drafts {
  keep(mount: MountPoint, collected: Collected): void;
  take(mount: MountPoint): Collected | undefined;
  erase(extension: string): void;
}

export function createDrafts(): Drafts {
  const kept = new Map<string, { extension: string; collected: Collected }>();
  const keyOf = ({ extension, reference }: MountPoint) => `${extension} ${reference}`;
  return {
    keep: (mount, collected) => {
      if (Object.keys(collected).length > 0) kept.set(keyOf(mount), { extension: mount.extension, collected });
    },
    take: (mount) => {
      const draft = kept.get(keyOf(mount));
      kept.delete(keyOf(mount));
      return draft?.collected;
    },
    erase: (extension) => {
      for (const [key, draft] of kept) if (draft.extension === extension) kept.delete(key);
    },
  };
}
