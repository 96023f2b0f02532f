import type { IndexRoute } from '@luban/manifest';
import { useEffect, useRef } from 'react';
import { useHost } from '../host/console-host.ts';

/** Milliseconds that a pointer or the focus has to rest on a link before its page is fetched ahead. */
const REST = 150;

/** Handlers for a link to an extension's page. */
export function useIntent(route: IndexRoute | undefined) {
  const { kernel } = useHost();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (route === undefined || route.prefetch !== 'intent') return {};

  const rest = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => kernel.prefetch(route.extension, route.component), REST);
  };
  const leave = () => clearTimeout(timer.current);
  return { onPointerEnter: rest, onPointerLeave: leave, onFocus: rest, onBlur: leave };
}
