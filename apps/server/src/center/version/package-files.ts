import type { ExtensionPackage } from '@luban/extension-package';
import { isSafePath } from '../../extensions/file-path.ts';

/** A file of a package that may be shown. */
export interface PackageFile {
  path: string;
  content: Uint8Array;
}

const LARGEST = 5 * 2 ** 20;
const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|svg)$/i;
/** What helm and the console read, and nobody looks at. */
const NOT_SHOWN = /^(?:charts|templates|crds|ui)\//;

/** Path on this server of a picture in a package; a URL elsewhere is none that pages of this console may show. */
export function fileUrl(extension: string, version: string, path: string): string | undefined {
  if (!isShown(path)) return undefined;
  const segments = path.split('/').map(encodeURIComponent).join('/');
  return `/api/center/extensions/${extension}/versions/${encodeURIComponent(version)}/files/${segments}`;
}

/** @param path as it came in an address, decoded */
export function pictureIn({ files }: ExtensionPackage, path: string): PackageFile | undefined {
  const content = isShown(path) ? files.get(path) : undefined;
  if (content === undefined || content.length === 0 || content.length > LARGEST) return undefined;
  return { path, content };
}

function isShown(path: string): boolean {
  return isSafePath(path) && PICTURE.test(path) && !NOT_SHOWN.test(path);
}
