import { useStore } from 'zustand';
import { useHost } from '../host/console-host.ts';
import { BisectDialog } from './BisectDialog.tsx';
import './care.css';
import { FindingsDrawer } from './FindingsDrawer.tsx';
import { QuarantineDialog } from './QuarantineDialog.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';

/** The dialogs that help when something is wrong or unknown: fetched when the first of them is asked for. */
export function Dialogs() {
  const { overlays } = useHost();
  const kind = useStore(overlays.store, (state) => state.open?.kind);
  switch (kind) {
    case 'shortcuts':
      return <ShortcutSheet onClose={() => overlays.close(kind)} />;
    case 'bisect':
      return <BisectDialog onClose={() => overlays.close(kind)} />;
    case 'quarantine':
      return <QuarantineDialog onClose={() => overlays.close(kind)} />;
    case 'findings':
      return <FindingsDrawer onClose={() => overlays.close(kind)} />;
    default:
      return null;
  }
}
