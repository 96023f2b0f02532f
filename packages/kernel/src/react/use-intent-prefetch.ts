import type { IndexRoute } from '@luban/manifest';
import { useEffect, useMemo } from 'react';
import { useKernel } from './use-kernel.ts';

/** Handlers for a link; spread them over it. */
export interface IntentHandlers {
  onPointerEnter(): void;
  onPointerLeave(): void;
  onFocus(): void;
  onBlur(): void;
}

const INTENT_MS = 100;

/** Fetches a page's files ahead once the pointer or the focus has rested on a link to it for a moment. */
export function useIntentPrefetch(route: IndexRoute | undefined): IntentHandlers {
  const kernel = useKernel();
  const intent = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = () => clearTimeout(timer);
    const expect = () => {
      if (route?.prefetch !== 'intent') return;
      cancel();
      timer = setTimeout(() => kernel.prefetch(route.extension, route.component), INTENT_MS);
    };
    return { cancel, handlers: { onPointerEnter: expect, onPointerLeave: cancel, onFocus: expect, onBlur: cancel } };
  }, [kernel, route]);
  useEffect(() => intent.cancel, [intent]);
  return intent.handlers;
}
