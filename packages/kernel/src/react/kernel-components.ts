import type { Problem, Skeleton } from '@luban/manifest';
import type { ComponentType } from 'react';

export interface ProblemProps {
  problem: Problem;
  /** Raw error text, for people who debug. */
  detail?: string;
  /** Absent: trying again makes no sense. */
  onRetry?: () => void;
  /** Absent: the person may not disable extensions. */
  onDisable?: () => void;
  /** One line, for cells and cards. */
  compact?: boolean;
}

export interface PendingProps {
  extension: string;
  /** The version that waits. */
  version: string;
  /** What would be lost, in the extension's words. */
  message?: string;
  canSave: boolean;
  onUpdate(options: { save: boolean }): void;
}

export interface GoneProps {
  extension: string;
  reason: 'disabled' | 'removed';
}

export interface SkeletonProps {
  shape: Skeleton;
}

/** How the bindings draw what is not an extension's own content. The shell may replace each. */
export interface KernelComponents {
  Problem: ComponentType<ProblemProps>;
  Pending: ComponentType<PendingProps>;
  Gone: ComponentType<GoneProps>;
  Skeleton: ComponentType<SkeletonProps>;
}
