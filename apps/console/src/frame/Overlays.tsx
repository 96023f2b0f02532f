import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { useHost } from '../host/console-host.ts';

const loadPalette = () => import('../palette/Palette.tsx');
const Palette = lazy(loadPalette);
const Dialogs = lazy(() => import('../care/Dialogs.tsx'));
const Inspector = lazy(() => import('@luban/kernel/inspector').then((module) => ({ default: module.Inspector })));

/** What lies over the page. None of it is in the first chunk. */
export function Overlays() {
  const { overlays } = useHost();
  const { open, inspector } = useStore(overlays.store);
  return (
    <Suspense>
      {open?.kind === 'palette' && <Palette extension={open.extension} />}
      {open !== undefined && DIALOGS.has(open.kind) && <Dialogs />}
      {inspector && <Inspector onClose={overlays.toggleInspector} />}
    </Suspense>
  );
}

/** The palette is wanted soon and often: fetched as soon as the page has nothing better to do. */
export function preloadOverlays(): void {
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500));
  idle(() => void loadPalette().catch(() => undefined));
}

const DIALOGS = new Set(['shortcuts', 'bisect', 'quarantine', 'findings']);
