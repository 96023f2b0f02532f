import { use } from 'react';
import type { Kernel } from '../contract.ts';
import { type KernelScope, KernelScopeContext } from './kernel-scope.ts';

export function useKernel(): Kernel {
  return useKernelScope().kernel;
}

export function useKernelScope(): KernelScope {
  const scope = use(KernelScopeContext);
  if (!scope) throw new Error('There is no kernel in this tree: it is to be rendered below <KernelProvider>.');
  return scope;
}
