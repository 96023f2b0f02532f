import { useExtension } from '@luban/sdk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { holdCenterEvents } from './hold-center-events.ts';
import { resumeRuns } from './progress/own-runs.ts';

/** Keeps what the page shows as it is on the server, by its events. Any number of parts of a page may ask for it. */
export function useCenterEvents(): void {
  const client = useQueryClient();
  const context = useExtension();
  useEffect(() => {
    const held = holdCenterEvents(client, context);
    resumeRuns(client, context);
    return () => held[Symbol.dispose]();
  }, [client, context]);
}
