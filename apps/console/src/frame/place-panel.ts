/** Pixels kept free between a panel and the edge of the window. */
const MARGIN = 8;
const GAP = 4;

/** Puts a panel below its anchor, or above it where only there is room, pushed in where the window ends. Styles are set through CSSOM, as the CSP asks. */
export function placePanel(anchor: HTMLElement, panel: HTMLElement, align: 'start' | 'end'): void {
  const at = anchor.getBoundingClientRect();
  const width = panel.offsetWidth;
  const wanted = align === 'start' ? at.left : at.right - width;
  const left = Math.max(MARGIN, Math.min(wanted, window.innerWidth - width - MARGIN));
  const below = at.bottom + GAP;
  const above = at.top - GAP - panel.offsetHeight;
  const fits = below + panel.offsetHeight <= window.innerHeight - MARGIN || above < MARGIN;
  const top = fits ? below : above;
  panel.style.setProperty('left', `${left}px`);
  panel.style.setProperty('top', `${top}px`);
  panel.style.setProperty('max-height', `${window.innerHeight - top - MARGIN}px`);
}
