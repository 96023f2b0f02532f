import { type ComposedIndex, decodeIndex, type RemoteTable, type RightsDocument } from '@luban/manifest';

/** What the server writes into the page about this visit. */
export interface Boot {
  /** Null on the sign-in page. */
  user: BootUser | null;
  locale: string;
  theme: 'light' | 'dark' | 'system';
  /** Version of LuBan. */
  version: string;
  /** Build id of the console that the page loads. */
  build: string;
  clusters: Cluster[];
  /** The one project of somebody who has nothing else. */
  home?: { cluster: string; project: string };
  /** `?safe`: extensions that are not part of the product stay off. */
  safe: boolean;
  /** For import maps that are added at run time. */
  nonce: string;
  /** Of the sign-in page alone. */
  signIn?: SignInFacts;
}

/** What the sign-in page has to know before it is painted. */
export interface SignInFacts {
  providers: { name: string; displayName: string; url: string }[];
  /** The person is known, and has to choose a new password. */
  mustChangePassword?: { user: string };
  /** The person is known to an identity provider, and has to choose a name. */
  newcomer?: { suggested: string; displayName?: string; provider: string };
  /** What went wrong before, in the person's language. */
  problem?: { code: string; message: string; cure?: string };
}

export interface BootUser {
  name: string;
  displayName: string;
}

export interface Cluster {
  name: string;
  displayName: string;
  /** Whether it answers: `unknown`, `ready`, `unreachable`, `refused`. */
  state?: string;
  /** Why it does not, in a sentence. */
  reason?: string;
}

/** What the person may do in the places of the page's URL. */
export interface PageRights {
  stamp: string;
  host: string;
  documents: RightsDocument[];
}

export interface PageData {
  boot: Boot;
  /** Absent on the sign-in page. */
  index: ComposedIndex | undefined;
  remotes: RemoteTable;
  /** Absent on the sign-in page. */
  rights?: PageRights | undefined;
}

/** Reads the data blocks of the page. They are part of the product: one that cannot be read is a fault and throws. */
export function readPageData(document: Document): PageData {
  const boot = dataBlock(document, 'luban-boot') as Boot | undefined;
  if (boot === undefined) throw new Error('The page carries no luban-boot block.');
  const index = dataBlock(document, 'luban-index');
  return {
    boot,
    index: index === undefined || index === null ? undefined : decodeIndex(index),
    remotes: (dataBlock(document, 'luban-remotes') ?? {}) as RemoteTable,
    rights: (dataBlock(document, 'luban-rights') ?? undefined) as PageRights | undefined,
  };
}

function dataBlock(document: Document, id: string): unknown {
  const content = document.getElementById(id)?.textContent?.trim();
  return content ? JSON.parse(content) : undefined;
}
