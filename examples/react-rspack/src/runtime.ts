import { shellStore, useExtension } from '@luban/sdk';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Location, useLocation } from 'react-router';

/** Objects that must be the same ones in every React extension on the page. */
export interface SharedRuntime {
  react: unknown;
  router: Location;
  queryClient: QueryClient;
  store: unknown;
  sdk: unknown;
}

export type RuntimeReport = (extension: string, runtime: SharedRuntime) => void;

/** Tells the board which objects this bundle really got. */
export function useRuntimeReport(report: RuntimeReport | undefined): void {
  const { name } = useExtension();
  const router = useLocation();
  const queryClient = useQueryClient();
  useEffect(() => {
    report?.(name, { react: useState, router, queryClient, store: shellStore, sdk: useExtension });
  }, [report, name, router, queryClient]);
}
