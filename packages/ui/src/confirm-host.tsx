import { type ReactNode, useSyncExternalStore } from 'react';
import { confirmations } from './confirm.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** Shows the oldest open question of `confirm()`. Rendered by the outermost `UiProvider`. */
export function ConfirmHost(): ReactNode {
  const [first] = useSyncExternalStore(confirmations.subscribe, confirmations.items, confirmations.items);
  if (first === undefined) return null;
  const { key, settle, onConfirm, ...options } = first;
  return (
    <ConfirmDialog
      key={key}
      {...options}
      open
      onOpenChange={(open) => {
        if (!open) settle(false);
      }}
      onConfirm={async () => {
        await onConfirm?.();
        settle(true);
      }}
    />
  );
}
