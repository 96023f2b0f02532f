import type { DirtyOptions } from '@luban/kernel';
import { useEffect, useEffectEvent } from 'react';
import { useScope } from './use-extension.ts';

/**
 * While `dirty` is true, a live upgrade leaves this place alone, so that nothing a person typed is lost. They see that
 * an update waits; with `save` they can have their work saved and the update in one step. `save` rejects to say that
 * saving failed: then the old version stays.
 */
export function useDirty(dirty: boolean, { message, save }: DirtyOptions = {}): void {
  const { mount } = useScope();
  const canSave = save !== undefined;
  const saveNow = useEffectEvent(async () => save?.());
  useEffect(() => {
    if (!dirty) return;
    const mark = mount.markDirty({ message, save: canSave ? () => saveNow() : undefined });
    return () => mark[Symbol.dispose]();
  }, [mount, dirty, message, canSave]);
}
