import { useCan } from '@luban/sdk';

const HOST = { group: 'kubesphere.io', cluster: 'host', namespace: '' };

/** Whether the person may install, change and remove extensions. Undefined: not known yet. */
export function useCanManage(): boolean | undefined {
  return useCan({ verb: 'create', resource: 'installplans', ...HOST });
}

/** Whether the person may add package files to the catalogue. Undefined: not known yet. */
export function useCanUpload(): boolean | undefined {
  return useCan({ verb: 'create', resource: 'extensionversions', ...HOST });
}

/** Whether the person may do that with the repositories. Undefined: not known yet. */
export function useCanRepositories(verb: 'list' | 'create' | 'patch' | 'delete'): boolean | undefined {
  return useCan({ verb, resource: 'repositories', ...HOST });
}
