import { isInside } from '../archive/entry-path.ts';
import { CONTENT_LIMITS, sizeText } from '../limits.ts';
import type { Place } from '../metadata/field.ts';
import { imageType } from './image-type.ts';

/** Files in the package, by path; undefined: its content is not held. */
export type FileLookup = (path: string) => Uint8Array | undefined | 'absent';

const DATA_URI = /^data:(image\/(?:png|jpeg|gif|webp|avif|svg\+xml))(?:;[\w=.-]{1,40})*,[!-~]*$/;

/**
 * The icon as browsers take it. An SVG stays what it is: as the source of an image, its scripts do not run.
 *
 * @returns undefined when it cannot be had, which `place` was told then
 */
export function resolveIcon(icon: string, lookup: FileLookup, place: Place): string | undefined {
  if (icon.startsWith('data:')) {
    if (icon.length > (CONTENT_LIMITS.icon * 4) / 3 + 100) {
      return place.error('LB7129', { path: 'data:', limit: sizeText(CONTENT_LIMITS.icon) });
    }
    return DATA_URI.test(icon) ? icon : place.error('LB7128', { path: icon.slice(0, 60) });
  }
  const reference = resolveReference(icon, lookup, place);
  if (reference === undefined || 'url' in reference) return reference?.url;
  const { path, content } = reference;
  if (content === undefined) return place.error('LB7129', { path, limit: sizeText(CONTENT_LIMITS.icon) });
  const type = imageType(content);
  if (type === undefined) return place.error('LB7128', { path });
  return `data:${type};base64,${Buffer.from(content).toString('base64')}`;
}

/** Screenshots are paths in the package, or https URLs. */
export function resolveScreenshot(screenshot: string, lookup: FileLookup, place: Place): string | undefined {
  const reference = resolveReference(screenshot, lookup, place);
  return reference && ('url' in reference ? reference.url : reference.path);
}

type Reference = { url: string } | { path: string; content: Uint8Array | undefined };

function resolveReference(written: string, lookup: FileLookup, place: Place): Reference | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(written)) {
    const usable = /^https:\/\/\S+$/i.test(written) && URL.canParse(written);
    return usable ? { url: new URL(written).href } : place.error('LB7125', { found: written });
  }
  const path = normalPath(written);
  const content = path === undefined ? 'absent' : lookup(path);
  if (path === undefined || content === 'absent') return place.error('LB7127', { path: written });
  return { path, content };
}

/** `./static/icon.svg` is `static/icon.svg`. @returns undefined when it leads out of the package */
export function normalPath(written: string): string | undefined {
  const path = written.replace(/^(?:\.\/)+/, '');
  return isInside(path) ? path : undefined;
}
