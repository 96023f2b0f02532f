import type { KeyboardEvent } from 'react';

/**
 * Arrow keys in the side navigation: up and down through the visible lines, right unfolds a group or enters it, left
 * folds it or leads from a line to its group. Tab stays what it is.
 */
export function moveFocus(event: KeyboardEvent, root: HTMLElement | null): void {
  const lines = [...(root?.querySelectorAll<HTMLElement>('[data-nav-line]') ?? [])];
  const active = lines.find((line) => line === document.activeElement);
  if (active === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = targetOf(event.key, active, lines);
  if (target === undefined) return;
  event.preventDefault();
  if (target === active) active.click();
  else target.focus();
}

/** The active line itself: it is to be clicked, which folds or unfolds. */
function targetOf(key: string, active: HTMLElement, lines: HTMLElement[]): HTMLElement | undefined {
  const at = lines.indexOf(active);
  const expanded = active.getAttribute('aria-expanded');
  switch (key) {
    case 'ArrowDown':
      return lines[Math.min(at + 1, lines.length - 1)];
    case 'ArrowUp':
      return lines[Math.max(at - 1, 0)];
    case 'Home':
      return lines[0];
    case 'End':
      return lines.at(-1);
    case 'ArrowRight':
      if (expanded === 'false') return active;
      return expanded === 'true' ? lines[at + 1] : undefined;
    case 'ArrowLeft':
      if (expanded === 'true') return active;
      return active.dataset.navLine === 'child'
        ? lines.slice(0, at).findLast((line) => line.hasAttribute('aria-expanded'))
        : undefined;
    default:
      return undefined;
  }
}
