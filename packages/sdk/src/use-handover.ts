import type { Json } from '@luban/kernel';
import { type Dispatch, type SetStateAction, useEffect, useEffectEvent, useState } from 'react';
import { useScope } from './use-extension.ts';

/**
 * `useState` whose value survives a live upgrade: the new version's component starts with what the old one had under
 * the same key. The value must be plain data (JSON). Cells, of which there are many in one place, start anew.
 */
export function useHandover<T>(key: string, initial: T | (() => T)): [T, Dispatch<SetStateAction<T>>] {
  const { mount, handedOver, shared } = useScope();
  const [value, setValue] = useState<T>(() => {
    if (!shared && Object.hasOwn(handedOver, key)) return handedOver[key] as T;
    return initial instanceof Function ? initial() : initial;
  });
  const collect = useEffectEvent(() => value as Json);
  useEffect(() => {
    if (shared) return;
    const registration = mount.handOver(key, () => collect());
    return () => registration[Symbol.dispose]();
  }, [mount, key, shared]);
  return [value, setValue];
}
