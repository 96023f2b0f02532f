import { callerOf } from '../caller.ts';
import { replace } from '../patch.ts';
import type { Surroundings, Undo } from './surroundings.ts';

/** `extension` wrote `key` past its own storage. */
export type ClaimKey = (extension: string, area: 'local' | 'session', key: string) => void;

/** Keys that extensions write into the browser's storage with their own hands. */
export function patchStorage({ window }: Surroundings, claim: ClaimKey): Undo[] {
  return [
    replace(
      window.Storage.prototype,
      'setItem',
      (original) =>
        function setItem(this: Storage, key, value) {
          original.call(this, key, value);
          const owner = callerOf(setItem);
          if (owner) claim(owner.name, this === window.sessionStorage ? 'session' : 'local', String(key));
        },
    ),
  ];
}
