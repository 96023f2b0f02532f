import { useStore } from 'zustand';
import { useHost } from '../host/console-host.ts';
import { BisectDialog } from './BisectDialog.tsx';
import './care.css';
import { FindingsDrawer } from './FindingsDrawer.tsx';
import { LeaveDialog } from './LeaveDialog.tsx';
import { QuarantineDialog } from './QuarantineDialog.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';

/** The dialogs that help when something is wrong or unknown: fetched when the first of them is asked for. */
export function Dialogs() {
  const { overlays } = useHost();
  const open = useStore(overlays.store, (state) => state.open);
  switch (open?.kind) {
    case 'shortcuts':
      return <ShortcutSheet onClose={() => overlays.close(open.kind)} />;
    case 'bisect':
      return <BisectDialog onClose={() => overlays.close(open.kind)} />;
    case 'quarantine':
      return <QuarantineDialog onClose={() => overlays.close(open.kind)} />;
    case 'findings':
      return <FindingsDrawer onClose={() => overlays.close(open.kind)} />;
    case 'leave':
      return <LeaveDialog work={open.work} leave={open.leave} onClose={() => overlays.close(open.kind)} />;
    default:
      return null;
  }
}
