import { createContext, use } from 'react';
import type { ExtensionContext, Json, Mount } from '../contract.ts';

/** Known to everything that an extension renders: whose code it is, and in which place it stands. */
export interface ExtensionScope {
  context: ExtensionContext;
  mount: Mount;
  /** What the version before handed over, by key. */
  handedOver: Record<string, Json>;
  /** One of many places that share a mount, such as the cells of a column. */
  shared: boolean;
}

export const ExtensionScopeContext = createContext<ExtensionScope | undefined>(undefined);

/** Undefined outside of an extension, in the shell's own components. */
export function useExtensionScope(): ExtensionScope | undefined {
  return use(ExtensionScopeContext);
}
