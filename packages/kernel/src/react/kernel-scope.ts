import { type ComponentType, createContext, type ReactNode } from 'react';
import type { Kernel } from '../contract.ts';
import type { KernelComponents } from './kernel-components.ts';

/** What `KernelProvider` hands down. */
export interface KernelScope {
  kernel: Kernel;
  components: KernelComponents;
  onDisable: ((extension: string) => void) | undefined;
  Scope: ComponentType<{ children: ReactNode }> | undefined;
}

export const KernelScopeContext = createContext<KernelScope | undefined>(undefined);
