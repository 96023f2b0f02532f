import { OWN_NAMESPACE } from '../kube/own-namespace.ts';

/** Label of pods that stand behind terminals, and of what was made for them. */
export const HELPER = 'luban.dev/terminal';
/** Annotation: when a replica held it last. */
export const USED = 'luban.dev/used-at';
const USER = 'luban.dev/user';

/** By which helper pods are found again. @param used a time of Kubernetes */
export function helperMetadata(user: string, used: string) {
  return {
    namespace: OWN_NAMESPACE,
    labels: { [HELPER]: 'helper' },
    annotations: { [USED]: used, [USER]: user },
  };
}
