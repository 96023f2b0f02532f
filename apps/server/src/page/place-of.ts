import { MOUNT_PATHS, type RightsPlace } from '@luban/manifest';

/** The cluster, workspace and project that a path names. */
export function placeOf(pathname: string): RightsPlace {
  const parts = pathname.split('/').filter((part) => part !== '');
  for (const mount of ['project', 'cluster', 'workspace'] as const) {
    const pattern = MOUNT_PATHS[mount].split('/').filter((part) => part !== '');
    const place: Record<string, string> = {};
    const fits = pattern.every((part, i) => {
      if (!part.startsWith(':')) return part === parts[i];
      place[part.slice(1)] = parts[i] ?? '';
      return NAME.test(parts[i] ?? '');
    });
    if (fits) return place;
  }
  return {};
}

/** What is no name is no place. */
const NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
