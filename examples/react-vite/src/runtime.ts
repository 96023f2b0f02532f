import { shellStore, useExtension } from '@luban/sdk';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
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

/** The objects that this bundle itself got. */
export function useOwnRuntime(): SharedRuntime {
  return {
    react: useState,
    router: useLocation(),
    queryClient: useQueryClient(),
    store: shellStore,
    sdk: useExtension,
  };
}
