import { type ReactNode, useEffect, useId, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { createQueue } from './queue.ts';
import { toasts } from './toast.ts';
import { ToastCard } from './toast-card.tsx';
import './toaster.css';
import { useUi } from './ui-context.ts';

/** More than this many at once would hide the page; the oldest wait their turn. */
const SHOWN = 4;
const mounted = createQueue<string>();

/** Shows what `toast()` was told. `UiProvider` brings one along; of several on a page only the first shows anything. */
export function Toaster(): ReactNode {
  const { strings } = useUi();
  const items = useSyncExternalStore(toasts.subscribe, toasts.items, toasts.items);
  const [first] = useSyncExternalStore(mounted.subscribe, mounted.items, mounted.items);
  const id = useId();
  useEffect(() => {
    mounted.change((ids) => [...ids, id]);
    return () => mounted.change((ids) => ids.filter((other) => other !== id));
  }, [id]);
  if (first !== id || items.length === 0) return null;
  return createPortal(
    <section className="lb-toaster" aria-label={strings.notifications}>
      <ol>
        {items.slice(-SHOWN).map((item) => (
          <ToastCard key={item.id} item={item} />
        ))}
      </ol>
    </section>,
    document.body,
  );
}
