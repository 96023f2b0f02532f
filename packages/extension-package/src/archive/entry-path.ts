import type { Header } from 'tar-stream';
import { refusal } from '../package-error.ts';

type EntryHeader = Pick<Header, 'name' | 'type' | 'linkname' | 'pax'>;

/** Folders above a file. */
const DEEPEST = 40;

/** Looks at the name and the kind of each entry of one archive, whether it is wanted or not. */
export class EntryPaths {
  readonly #archive: string;
  /** Every path, in the spelling that all file systems take for the same. */
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  #root: string | undefined;

  /** @param archive what to call the archive in messages */
  constructor(archive: string) {
    this.#archive = archive;
  }

  /** The one folder at the top; empty until an entry was seen. */
  get root(): string {
    return this.#root ?? '';
  }

  /**
   * @returns the path below the root folder; undefined for a folder
   * @throws PackageError LB7105 leads elsewhere, LB7106 is no file, LB7107 is there twice, LB7108 is outside the root folder
   */
  take({ name, type, linkname, pax }: EntryHeader, longest: number): string | undefined {
    if (name.length > longest || name.split('/', DEEPEST + 2).length > DEEPEST + 1) {
      throw refusal('LB7109', name.slice(0, 100), { limit: longest, depth: DEEPEST });
    }
    const path = name.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
    if (type === 'directory' && (path === '' || path === '.')) return undefined;
    if (!isInside(path)) throw refusal('LB7105', shown(name));
    if (type !== 'directory' && type !== 'file') {
      throw refusal('LB7106', shown(path), { kind: String(type ?? 'unknown'), target: shown(linkname || '–') });
    }
    // Others take such an entry for a file of another name and content.
    if (pax && Object.keys(pax).some((key) => key.startsWith('GNU.sparse'))) {
      throw refusal('LB7106', shown(path), { kind: 'sparse-file', target: '–' });
    }
    this.#claim(path, type === 'directory');
    const slash = path.indexOf('/');
    const root = slash < 0 ? path : path.slice(0, slash);
    this.#root ??= root;
    if (root !== this.#root || (slash < 0 && type === 'file')) {
      throw refusal('LB7108', this.#archive, { found: shown(path), root: shown(this.#root) });
    }
    return type === 'directory' ? undefined : path.slice(slash + 1);
  }

  #claim(path: string, isFolder: boolean): void {
    const folded = path.normalize('NFC').toLowerCase();
    const twice = () => refusal('LB7107', shown(path));
    for (let end = folded.indexOf('/'); end >= 0; end = folded.indexOf('/', end + 1)) {
      const parent = folded.slice(0, end);
      if (this.#files.has(parent)) throw twice();
      this.#folders.add(parent);
    }
    if (isFolder ? this.#files.has(folded) : this.#files.has(folded) || this.#folders.has(folded)) throw twice();
    (isFolder ? this.#folders : this.#files).add(folded);
  }
}

/**
 * Whether a path names something below the folder it is joined to, on every system: relative, no empty, `.` or `..`
 * part, no backslash, control character or drive letter.
 */
export function isInside(path: string): boolean {
  if (path === '' || path.length > 4_096 || /[\\\p{Cc}]|^[a-z]:/iu.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

function shown(text: string): string {
  return text.slice(0, 200);
}
