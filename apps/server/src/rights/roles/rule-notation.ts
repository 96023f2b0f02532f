import type { PolicyRule } from './access-objects.ts';

export const READ = 'get list watch';
export const WRITE = 'create update patch delete deletecollection';

/** Lists are parted by spaces; `core` stands for the group without a name. */
export function rule(verbs: string, group: string, resources: string): PolicyRule {
  return { verbs: verbs.split(' '), apiGroups: [group === 'core' ? '' : group], resources: resources.split(' ') };
}

/** Every resource, and every path that names none. */
export const EVERYTHING: readonly PolicyRule[] = [rule('*', '*', '*'), { verbs: ['*'], nonResourceURLs: ['*'] }];
