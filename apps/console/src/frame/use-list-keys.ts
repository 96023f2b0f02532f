import { type KeyboardEvent, useEffect, useRef, useState } from 'react';

/** Keeps one line of a list active while the focus stays in the field above it: the combobox pattern of ARIA. */
export function useListKeys<T>(lines: readonly T[], listId: string, choose: (line: T) => void) {
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(active, Math.max(lines.length - 1, 0));

  useEffect(() => {
    list.current?.querySelector(`#${CSS.escape(`${listId}-${at}`)}`)?.scrollIntoView({ block: 'nearest' });
  }, [at, listId]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = nextPosition(event, at, lines.length);
    if (next !== undefined) {
      event.preventDefault();
      setActive(next);
    } else if (event.key === 'Enter' && lines[at] !== undefined) {
      event.preventDefault();
      choose(lines[at]);
    }
  };

  return {
    active: at,
    setActive,
    list,
    optionId: (position: number) => `${listId}-${position}`,
    field: {
      role: 'combobox',
      'aria-expanded': true,
      'aria-controls': listId,
      'aria-autocomplete': 'list',
      'aria-activedescendant': lines.length > 0 ? `${listId}-${at}` : undefined,
      onKeyDown,
    } as const,
  };
}

function nextPosition(event: KeyboardEvent, at: number, length: number): number | undefined {
  if (length === 0) return undefined;
  const page = 8;
  const emacs = event.ctrlKey && !event.metaKey && !event.altKey ? event.key : '';
  if (event.key === 'ArrowDown' || emacs === 'n') return (at + 1) % length;
  if (event.key === 'ArrowUp' || emacs === 'p') return (at + length - 1) % length;
  if (event.key === 'PageDown') return Math.min(at + page, length - 1);
  if (event.key === 'PageUp') return Math.max(at - page, 0);
  if (event.key === 'Home' && event.ctrlKey) return 0;
  return event.key === 'End' && event.ctrlKey ? length - 1 : undefined;
}
