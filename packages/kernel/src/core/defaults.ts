import type { KernelEnvironment, KernelLimits, KernelOptions } from '../contract.ts';
import { openEventSource } from '../index-store/shared-event-source.ts';

const LIMITS: KernelLimits = {
  load: 10_000,
  activate: 5_000,
  deactivate: 2_000,
  parcel: 5_000,
  retries: [500, 2_000],
  failures: 2,
  failureWindow: 600_000,
};

export function limitsOf(options: KernelOptions): KernelLimits {
  return { ...LIMITS, ...options.limits };
}

export function environmentOf(options: KernelOptions): KernelEnvironment {
  const given = options.environment ?? {};
  return {
    document: given.document ?? document,
    fetch: given.fetch ?? ((input, init) => fetch(input, init)),
    now: given.now ?? (() => Date.now()),
    localStorage: given.localStorage ?? localStorage,
    sessionStorage: given.sessionStorage ?? sessionStorage,
    createEventSource: given.createEventSource ?? openEventSource,
    importModule: given.importModule ?? ((url) => import(/* @vite-ignore */ url)),
  };
}
