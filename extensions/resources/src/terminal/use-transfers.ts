import { useCallback, useEffect, useRef, useState } from 'react';
import type { Progress } from './files-api.ts';

/** An upload or a download, from its beginning until the person dismisses it. */
export interface Transfer {
  id: number;
  name: string;
  direction: 'up' | 'down';
  state: 'running' | 'done' | 'failed' | 'cancelled';
  progress: Progress;
  message?: string;
}

export type Work = (onProgress: (progress: Progress) => void, signal: AbortSignal) => Promise<void>;

export interface Transfers {
  list: readonly Transfer[];
  /** @returns whether it came to its end */
  start(name: string, direction: Transfer['direction'], work: Work): Promise<boolean>;
  cancel(id: number): void;
  dismiss(id: number): void;
}

/** Transfers of a page; leaving it cancels those that run. */
export function useTransfers(): Transfers {
  const [list, setList] = useState<readonly Transfer[]>([]);
  const running = useRef(new Map<number, AbortController>());
  const last = useRef(0);

  useEffect(() => {
    const controllers = running.current;
    return () => {
      for (const controller of controllers.values()) controller.abort();
    };
  }, []);

  const start = useCallback(async (name: string, direction: Transfer['direction'], work: Work) => {
    const id = ++last.current;
    const controller = new AbortController();
    running.current.set(id, controller);
    const change = (part: Partial<Transfer>) =>
      setList((before) => before.map((transfer) => (transfer.id === id ? { ...transfer, ...part } : transfer)));
    setList((before) => [...before, { id, name, direction, state: 'running', progress: { sent: 0 } }]);
    try {
      await work((progress) => change({ progress }), controller.signal);
      change({ state: 'done' });
      return true;
    } catch (error) {
      if (controller.signal.aborted) change({ state: 'cancelled' });
      else change({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
      return false;
    } finally {
      running.current.delete(id);
    }
  }, []);

  const cancel = useCallback((id: number) => running.current.get(id)?.abort(), []);
  const dismiss = useCallback((id: number) => setList((before) => before.filter((transfer) => transfer.id !== id)), []);
  return { list, start, cancel, dismiss };
}
