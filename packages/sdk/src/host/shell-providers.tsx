import type { Kernel } from '@luban/kernel';
import { KernelProvider, type KernelProviderProps } from '@luban/kernel/react';
import { type ReactNode, useEffect } from 'react';
import { bindNotices } from '../notify.ts';
import type { QueryHost } from './query-host.tsx';

export interface ShellProvidersProps extends Omit<KernelProviderProps, 'Scope'> {
  kernel: Kernel;
  queries: QueryHost;
  children: ReactNode;
}

/** Everything that views of extensions need around them, but for the router, which the shell renders itself. */
export function ShellProviders({ kernel, queries, children, ...rest }: ShellProvidersProps) {
  useEffect(() => {
    const notices = bindNotices(kernel.shell);
    const caches = queries.attach(kernel);
    return () => {
      caches[Symbol.dispose]();
      notices[Symbol.dispose]();
    };
  }, [kernel, queries]);
  return (
    <KernelProvider kernel={kernel} Scope={queries.Scope} {...rest}>
      {children}
    </KernelProvider>
  );
}
