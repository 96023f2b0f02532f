import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useHost } from '../host/console-host.ts';
import { onDemand } from './on-demand.tsx';
import { whenIdle } from './when-idle.ts';

const palette = onDemand(() => import('../palette/Palette.tsx').then((module) => module.Palette));
const dialogs = onDemand(() => import('../care/Dialogs.tsx').then((module) => module.Dialogs));
const account = onDemand(() => import('../session/AccountDialog.tsx').then((module) => module.AccountDialog));
const inspector = onDemand(() => import('@luban/kernel/inspector').then((module) => module.Inspector));

/** What lies over the page. None of it is in the first chunk. */
export function Overlays() {
  const { kernel, overlays } = useHost();
  const { open, inspector: inspecting } = useStore(overlays.store);
  // Who has unsaved work will be asked before it is left, even if the server cannot be reached any more.
  useEffect(() => kernel.unsaved.subscribe(dialogs.preload), [kernel]);
  return (
    <>
      {open?.kind === 'palette' && <palette.Component extension={open.extension} />}
      {open?.kind === 'account' && <account.Component onClose={() => overlays.close('account')} />}
      {open !== undefined && DIALOGS.has(open.kind) && <dialogs.Component />}
      {inspecting && <inspector.Component onClose={overlays.toggleInspector} />}
    </>
  );
}

/** The palette is wanted soon and often: fetched as soon as the page has nothing better to do. */
export function preloadOverlays(): void {
  whenIdle(palette.preload);
}

const DIALOGS = new Set(['leave', 'shortcuts', 'bisect', 'quarantine', 'findings']);
