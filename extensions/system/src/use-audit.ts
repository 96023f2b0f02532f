import { useExtension } from '@luban/sdk';
import { useEffect, useState } from 'react';
import { type AuditEvent, EventLines, withEvents } from './audit-event.ts';
import { expectOk } from './expect-ok.ts';

export interface Audit {
  /** Newest first. Undefined: not known yet. */
  events: readonly AuditEvent[] | undefined;
  /** Whether what happens now appears. */
  live: boolean;
  error: Error | undefined;
}

const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 30_000;

/**
 * Follows the audit while somebody looks.
 *
 * @param query parameters of `GET /api/audit`, such as `user=ada&outcome=failed`
 * @param size events kept
 */
export function useAudit(query: string, size: number): Audit {
  const { fetch, setTimeout } = useExtension();
  const [audit, setAudit] = useState<Audit>({ events: undefined, live: false, error: undefined });
  useEffect(() => {
    const end = new AbortController();
    setAudit({ events: undefined, live: false, error: undefined });
    const follow = async () => {
      const response = await fetch(`/api/audit?follow=true&limit=${size}&${query}`, { signal: end.signal });
      await expectOk(response);
      const lines = new EventLines();
      setAudit(({ events = [] }) => ({ events, live: true, error: undefined }));
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        const more = lines.push(value);
        if (more.length > 0) setAudit((now) => ({ ...now, events: withEvents(now.events ?? [], more, size) }));
      }
    };
    void (async () => {
      let retry = FIRST_RETRY;
      while (!end.signal.aborted) {
        try {
          await follow();
          retry = FIRST_RETRY;
        } catch (error) {
          if (end.signal.aborted) return;
          setAudit((now) => ({ ...now, live: false, error: error as Error }));
        }
        await new Promise<void>((resolve) => setTimeout(resolve, retry));
        retry = Math.min(retry * 2, LONGEST_RETRY);
      }
    })();
    return () => end.abort();
  }, [fetch, setTimeout, query, size]);
  return audit;
}
