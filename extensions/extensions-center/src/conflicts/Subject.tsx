import { useT } from '@luban/sdk';
import { Badge } from '@luban/ui';
import './conflicts.css';

const KINDS = ['route', 'menu', 'slot', 'column', 'tab', 'action', 'command', 'key', 'service', 'theme', 'extension'];

/** What is claimed, and what kind of thing that is. */
export function Subject({ kind, subject }: { kind: string; subject: string }) {
  const t = useT();
  return (
    <span className="conflict-subject">
      <code>{subject}</code> <Badge>{t(`installed.conflicts.kind.${KINDS.includes(kind) ? kind : 'other'}`)}</Badge>
    </span>
  );
}
