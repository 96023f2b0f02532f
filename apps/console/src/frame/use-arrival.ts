import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useHost } from '../host/console-host.ts';
import { useText } from '../i18n/text.ts';
import { routeKey } from '../navigation/route-url.ts';
import type { Page } from './use-page.ts';

/**
 * What happens when another page is shown: the shell's state follows the URL, the title follows the page, and the focus
 * moves to the content, so that a keyboard or a screen reader goes on there. Steps within one page leave the focus alone.
 */
export function useArrival(page: Page, main: RefObject<HTMLElement | null>): void {
  const t = useText();
  const host = useHost();
  const navigate = useNavigate();
  const { pathname, match, place } = page;
  const shown = match ? routeKey(match.route) : pathname;
  const last = useRef(shown);

  useLayoutEffect(() => host.setNavigate((to) => void navigate(to)), [host, navigate]);
  useLayoutEffect(() => host.pathChanged(pathname), [host, pathname]);

  useEffect(() => {
    const { cluster, workspace, project } = place.context;
    const title = match?.route.title ?? (pathname === '/' ? t('home.title') : t('notFound.title'));
    document.title = [title, project ?? workspace, cluster, t('product')].filter(Boolean).join(' · ');
  }, [match, place, pathname, t]);

  useEffect(() => {
    if (last.current === shown) return;
    last.current = shown;
    main.current?.focus({ preventScroll: true });
  }, [shown, main]);
}
