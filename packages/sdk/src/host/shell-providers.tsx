import type { Kernel } from '@luban/kernel';
import { KernelProvider, type KernelProviderProps, useReadable } from '@luban/kernel/react';
import { QueryClientContext } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { bindNotices } from '../notify.ts';
import type { QueryHost } from './query-host.ts';

export interface ShellProvidersProps extends KernelProviderProps {
  kernel: Kernel;
  queries: QueryHost;
  children: ReactNode;
}

/** Everything that views of extensions need around them, but for the router, which the shell renders itself. */
export function ShellProviders({ kernel, queries, children, ...rest }: ShellProvidersProps) {
  const client = useReadable(queries.client);
  useEffect(() => {
    const notices = bindNotices(kernel.shell);
    const caches = queries.attach(kernel);
    return () => {
      caches[Symbol.dispose]();
      notices[Symbol.dispose]();
    };
  }, [kernel, queries]);
  return (
    <KernelProvider kernel={kernel} {...rest}>
      {/* The context by itself: its value may come later without anything starting anew. */}
      <QueryClientContext value={client}>{children}</QueryClientContext>
    </KernelProvider>
  );
}
