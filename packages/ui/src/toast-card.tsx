import { type ReactNode, useEffect, useState } from 'react';
import { Badge } from './badge.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';
import { Spinner } from './spinner.tsx';
import { dismissToast, type ToastItem } from './toast.ts';
import { toneIcon } from './tone.ts';
import { useUi } from './ui-context.ts';

/** One toast. Its time stands still while the pointer or the focus is on it. */
export function ToastCard({ item }: { readonly item: ToastItem }): ReactNode {
  const { strings } = useUi();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || item.timeout <= 0) return;
    const timer = setTimeout(() => dismissToast(item.id), item.timeout);
    return () => clearTimeout(timer);
  }, [held, item]);
  const { action } = item;
  return (
    <li
      className="lb-toast"
      data-tone={item.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') dismissToast(item.id);
      }}
    >
      {item.tone === 'progress' ? <Spinner /> : <Icon name={toneIcon[item.tone]} />}
      <div className="lb-toast-text">
        <div className="lb-toast-title">
          {item.title}
          {item.count > 1 && <Badge>{item.count}×</Badge>}
        </div>
        {item.description !== undefined && <div className="lb-toast-description">{item.description}</div>}
        {action !== undefined && (
          <Button
            size="sm"
            className="lb-toast-action"
            onClick={() => {
              action.onClick();
              dismissToast(item.id);
            }}
          >
            {action.label}
          </Button>
        )}
      </div>
      <IconButton size="sm" icon="x" label={strings.dismiss} onClick={() => dismissToast(item.id)} />
    </li>
  );
}
