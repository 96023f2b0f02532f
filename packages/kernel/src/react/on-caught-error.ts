import type { ErrorInfo } from 'react';
import { ExtensionBoundary } from './extension-boundary.tsx';

interface CaughtInfo extends ErrorInfo {
  errorBoundary?: unknown;
}

/**
 * For `createRoot(element, { onCaughtError })`. What an extension's boundary caught is shown in its panel, so it is a
 * warning here; anything else is the shell's own error.
 */
export function onCaughtError(error: unknown, info: CaughtInfo): void {
  if (info.errorBoundary instanceof ExtensionBoundary) console.warn(error, info.componentStack);
  else console.error(error, info.componentStack);
}
