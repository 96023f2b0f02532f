import { useT } from '@luban/sdk';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import type { Card } from '../center-api.ts';
import { CARD_HEIGHT, cardAfter, columnsIn, GAP } from './card-grid-layout.ts';
import { ExtensionCard } from './ExtensionCard.tsx';

interface Props {
  readonly cards: readonly Card[];
  /** Titles of categories by their names. */
  readonly categories: ReadonlyMap<string, string>;
  /** Changes with what was chosen; the grid then starts from its top. */
  readonly choice: string;
  readonly gridRef: RefObject<HTMLUListElement | null>;
}

/** How far the grid was scrolled, by entry of the history, so that going back leads to the same cards. */
const offsets = new Map<string, number>();
const REMEMBERED = 20;

/** Cards beside and below each other; those in sight are drawn. Arrow keys move between them, Enter opens. */
export function CardGrid({ cards, categories, choice, gridRef }: Props) {
  const t = useT();
  const { key: entry } = useLocation();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useColumns(gridRef);
  const [active, setActive] = useState(0);
  const wantsFocus = useRef(false);
  const rows = Math.ceil(cards.length / columns);
  const virtualizer = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT + GAP,
    overscan: 3,
    scrollPaddingStart: GAP,
    scrollPaddingEnd: GAP,
    initialOffset: () => offsets.get(entry) ?? 0,
  });
  const current = Math.min(active, Math.max(0, cards.length - 1));

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const remember = () => {
      offsets.delete(entry);
      offsets.set(entry, element.scrollTop);
      if (offsets.size > REMEMBERED) offsets.delete(offsets.keys().next().value ?? '');
    };
    element.addEventListener('scrollend', remember);
    return () => element.removeEventListener('scrollend', remember);
  }, [entry]);

  const shown = useRef(choice);
  useEffect(() => {
    if (shown.current === choice) return;
    shown.current = choice;
    setActive(0);
    scroller.current?.scrollTo({ top: 0 });
  }, [choice]);

  // A card that was out of sight is there after the grid has been drawn anew.
  useEffect(() => {
    if (!wantsFocus.current) return;
    const link = gridRef.current?.querySelector<HTMLElement>(`[data-index="${current}"] a`);
    if (!link) return;
    wantsFocus.current = false;
    link.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inSight = Math.floor((scroller.current?.clientHeight ?? 0) / (CARD_HEIGHT + GAP));
    const next = cardAfter(event.key, current, { columns, rows: inSight, total: cards.length });
    if (next === undefined) return;
    event.preventDefault();
    wantsFocus.current = true;
    setActive(next);
    virtualizer.scrollToIndex(Math.floor(next / columns), { align: 'auto' });
  };

  return (
    <div ref={scroller} className="market-scroller">
      <ul
        ref={gridRef}
        className="market-grid"
        aria-label={t('marketplace.list')}
        style={{ blockSize: Math.max(0, virtualizer.getTotalSize() - GAP) }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().flatMap(({ index: row, start }) =>
          cards.slice(row * columns, (row + 1) * columns).map((card, column) => {
            const index = row * columns + column;
            return (
              <li
                key={card.name}
                className="market-cell"
                data-index={index}
                aria-setsize={cards.length}
                aria-posinset={index + 1}
                style={{
                  blockSize: CARD_HEIGHT,
                  inlineSize: `calc((100% - ${(columns - 1) * GAP}px) / ${columns})`,
                  insetInlineStart: `calc((100% + ${GAP}px) / ${columns} * ${column})`,
                  transform: `translateY(${start}px)`,
                }}
                onFocus={() => setActive(index)}
              >
                <ExtensionCard
                  card={card}
                  category={card.category && (categories.get(card.category) ?? card.category)}
                  tabIndex={index === current ? 0 : -1}
                />
              </li>
            );
          }),
        )}
      </ul>
    </div>
  );
}

/** Asked of the element: the navigation and the categories take their share of the window. */
function useColumns(ref: RefObject<HTMLElement | null>): number {
  const [columns, setColumns] = useState(() => columnsIn(Math.max(0, window.innerWidth - 480)));
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => setColumns(columnsIn(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return columns;
}
