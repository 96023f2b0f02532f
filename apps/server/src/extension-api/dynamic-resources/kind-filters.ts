import type { KubeObject } from '@luban/kube';
import { recordOf, textOf } from '../json.ts';
import type { ServedKind } from './served-kinds.ts';

/** Filters by their name in queries; each makes a filter of a value. */
export type KindFilters = Readonly<Record<string, (value: string) => (object: KubeObject) => boolean>>;

const NONE: KindFilters = {};

/** Source: KubeSphere 4, custom resource filters, of which one for `Extension` comes with it. */
const OF_EXTENSIONS: KindFilters = {
  q: (value) => {
    const part = value.toLowerCase();
    return ({ metadata, spec }) => {
      const texts = [metadata.name, ...Object.values(recordOf(recordOf(spec).displayName))];
      return texts.some((text) => textOf(text)?.toLowerCase().includes(part) === true);
    };
  },
  status: (value) => (object) => {
    const state = stateOf(object);
    if (value === 'notInstalled') return state === '';
    return state.toLowerCase() === value.toLowerCase();
  },
  enabled: (value) => (object) => {
    const isEnabled = recordOf(object.status).enabled === true;
    return stateOf(object) !== '' && value === String(isEnabled);
  },
  // What is listed is available.
  available: () => () => true,
};

/** Filters that a kind has beside those of all, or instead of them. */
export function kindFilters({ group, resource }: Pick<ServedKind, 'group' | 'resource'>): KindFilters {
  return group === 'kubesphere.io' && resource === 'extensions' ? OF_EXTENSIONS : NONE;
}

function stateOf({ status }: KubeObject): string {
  return textOf(recordOf(status).state) ?? '';
}
