import type { CSSProperties, ReactNode, Ref } from 'react';
import type { ExtensionContext } from '../contract.ts';

interface ScopeElementProps {
  context: ExtensionContext;
  ref?: Ref<HTMLDivElement>;
  children?: ReactNode;
}

/** `[data-ext]` is what an extension's styles are limited to, and what tells the owner of a region. */
export function ScopeElement({ context, ref, children }: ScopeElementProps) {
  return (
    <div ref={ref} data-ext={context.name} data-ext-version={context.version} style={CONTENTS}>
      {children}
    </div>
  );
}

// Takes no part in the layout.
const CONTENTS: CSSProperties = { display: 'contents' };
