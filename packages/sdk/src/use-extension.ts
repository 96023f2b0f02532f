import type { ExtensionContext } from '@luban/kernel';
import { type ExtensionScope, useExtensionScope } from '@luban/kernel/react';

/** The context of the extension that this component belongs to: everything it does there ends with the extension. */
export function useExtension(): ExtensionContext {
  return useScope().context;
}

/** As `useExtension`, with the place on the page. */
export function useScope(): ExtensionScope {
  const scope = useExtensionScope();
  if (!scope) throw new Error('This hook of @luban/sdk works in components of extensions only.');
  return scope;
}
