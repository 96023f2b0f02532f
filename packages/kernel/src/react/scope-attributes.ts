import type { CSSProperties } from 'react';
import type { ExtensionContext } from '../contract.ts';

export interface ScopeAttributes {
  'data-ext': string;
  'data-ext-version': string;
  style: CSSProperties;
}

/** `[data-ext]` is what an extension's styles are limited to, and what tells the owner of a region. */
export function scopeAttributes({ name, version }: ExtensionContext): ScopeAttributes {
  return { 'data-ext': name, 'data-ext-version': version, style: CONTENTS };
}

// Takes no part in the layout.
const CONTENTS: CSSProperties = { display: 'contents' };
