import type { Notice } from '@luban/kernel';
import { toast } from '@luban/ui/shell';

/** A notice that leaves by itself, in the corner of the page. */
export function showToast({ key, title, description, tone, timeout, actions }: Notice): void {
  const [action] = actions ?? [];
  toast({
    id: key,
    title,
    description,
    tone: tone === 'success' ? 'ok' : tone,
    timeout,
    action: action && { label: action.label, onClick: action.run },
  });
}
