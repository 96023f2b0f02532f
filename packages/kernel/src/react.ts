/** React bindings of the kernel: for the shell, and for the SDK that passes part of them on to extensions. */

// The kernel in the tree

export { KernelProvider, type KernelProviderProps } from './react/kernel-provider.tsx';
export { onCaughtError } from './react/on-caught-error.ts';
export { useKernel } from './react/use-kernel.ts';
export { useReadable } from './react/use-readable.ts';

// What the shell may draw in its own way

export { GonePanel } from './react/gone-panel.tsx';
export type {
  GoneProps,
  KernelComponents,
  PendingProps,
  ProblemProps,
  SkeletonProps,
} from './react/kernel-components.ts';
export { PendingBar } from './react/pending-bar.tsx';
export { ProblemPanel } from './react/problem-panel.tsx';
export { type ProblemReport, problemReport } from './react/problem-report.ts';
export { type Explanation, useExplanation } from './react/use-explanation.ts';

// Places for extensions

export { ExtensionCell, type ExtensionCellProps } from './react/extension-cell.tsx';
export { ExtensionRegion } from './react/extension-region.tsx';
export { ExtensionView, type ExtensionViewProps } from './react/extension-view.tsx';
export { SlotView, type SlotViewProps } from './react/slot-view.tsx';
export { type IntentHandlers, useIntentPrefetch } from './react/use-intent-prefetch.ts';
export { useKeptMounts } from './react/use-kept-mounts.ts';

// What is contributed

export {
  useActions,
  useColumns,
  useCommandList,
  useQuickAccess,
  useSlot,
  useTabs,
  useVisible,
} from './react/use-contributions.ts';

// Inside of a place

export { type ExtensionScope, useExtensionScope } from './react/extension-scope.ts';
