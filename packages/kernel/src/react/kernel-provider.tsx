import { type ReactNode, useMemo } from 'react';
import type { Kernel } from '../contract.ts';
import { GonePanel } from './gone-panel.tsx';
import type { KernelComponents } from './kernel-components.ts';
import { KernelScopeContext } from './kernel-scope.ts';
import { PendingBar } from './pending-bar.tsx';
import { ProblemPanel } from './problem-panel.tsx';

export interface KernelProviderProps {
  kernel: Kernel;
  /** Default: plain elements with `lb-*` classes. Keep the object the same between renders. */
  components?: Partial<KernelComponents>;
  /** Called by the "Disable" button of problem panels; absent for people who may not disable extensions. */
  onDisable?: (extension: string) => void;
  children: ReactNode;
}

export function KernelProvider({ kernel, components, onDisable, children }: KernelProviderProps) {
  const scope = useMemo(
    () => ({ kernel, components: { ...DEFAULTS, ...components }, onDisable }),
    [kernel, components, onDisable],
  );
  return <KernelScopeContext value={scope}>{children}</KernelScopeContext>;
}

const DEFAULTS: KernelComponents = {
  Problem: ProblemPanel,
  Pending: PendingBar,
  Gone: GonePanel,
  Skeleton: ({ shape }) => <div className="lb-skeleton" data-shape={shape} aria-hidden="true" />,
};
