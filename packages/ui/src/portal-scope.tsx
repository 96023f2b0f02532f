import { type ReactNode, useCallback, useState } from 'react';

export interface PortalScope {
  /** To be rendered where the component stands. */
  readonly marker: ReactNode;
  /** For the portal's element. */
  readonly scope: { readonly 'data-ext'?: string | undefined };
}

/**
 * Popups live at the end of `<body>`, outside of the element that an extension's scoped styles hang on. This carries
 * the nearest `data-ext` over, so that an extension's content looks the same in a dialog as on its page.
 */
export function usePortalScope(): PortalScope {
  const [extension, setExtension] = useState<string>();
  const find = useCallback((marker: HTMLSpanElement | null) => {
    if (marker !== null) setExtension(marker.closest<HTMLElement>('[data-ext]')?.dataset.ext);
  }, []);
  return { marker: <span hidden ref={find} />, scope: { 'data-ext': extension } };
}
