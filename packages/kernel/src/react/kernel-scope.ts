import { createContext } from 'react';
import type { Kernel } from '../contract.ts';
import type { KernelComponents } from './kernel-components.ts';

/** What `KernelProvider` hands down. */
export interface KernelScope {
  kernel: Kernel;
  components: KernelComponents;
  onDisable: ((extension: string) => void) | undefined;
}

export const KernelScopeContext = createContext<KernelScope | undefined>(undefined);
