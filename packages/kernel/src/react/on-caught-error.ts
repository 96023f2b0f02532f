import type { ErrorInfo } from 'react';
import { ExtensionBoundary } from './extension-boundary.tsx';
// What throws nothing is caught in another way, which must be in place before the renderer.
import './render-storms.ts';

interface CaughtInfo extends ErrorInfo {
  errorBoundary?: unknown;
}

/**
 * For `createRoot(element, { onCaughtError })`; to be imported before `react-dom/client`. What an extension's boundary
 * caught is shown in its panel, so it is a warning here; anything else is the shell's own error.
 */
export function onCaughtError(error: unknown, info: CaughtInfo): void {
  if (info.errorBoundary instanceof ExtensionBoundary) console.warn(error, info.componentStack);
  else console.error(error, info.componentStack);
}
