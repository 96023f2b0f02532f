import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import './skeleton.css';
import { SkeletonShapes } from './skeleton-shapes.tsx';
import { useUi } from './ui-context.ts';
import { useAfter } from './use-after.ts';

export type SkeletonShape = 'line' | 'block' | 'table' | 'detail' | 'form' | 'cards' | 'page' | 'blank';

export interface SkeletonProps {
  /** The layout that will take its place. Default: `block`. */
  readonly shape?: SkeletonShape;
  /** Rows, lines or cards to draw. Default: by shape. */
  readonly count?: number;
  /** What is being loaded, for screen readers. Default: "Loading". */
  readonly label?: string;
  /** Said after three seconds. Default: "Still loading…" in the locale. */
  readonly sentence?: ReactNode;
  /** Milliseconds until it shows, so that fast answers do not flicker. Default: 150. */
  readonly delay?: number;
  readonly className?: string;
}

/** Milliseconds after which waiting deserves a sentence. */
const SLOW = 3_000;

/** Holds the place of content that is on its way. It takes its room at once and becomes visible after the delay. */
export function Skeleton(props: SkeletonProps): ReactNode {
  const { shape = 'block', count, label, sentence, delay = 150, className } = props;
  const { strings } = useUi();
  const visible = useAfter(delay);
  const slow = useAfter(SLOW);
  return (
    <div className={cx('lb-skeleton', className)} data-shape={shape} data-visible={visible || undefined}>
      <div role="status" className={cx('lb-skeleton-sentence', (!slow || shape === 'line') && 'lb-hidden')}>
        {visible && (slow ? (sentence ?? strings.stillLoading) : (label ?? strings.loading))}
      </div>
      <div className="lb-skeleton-bones" aria-hidden="true">
        <SkeletonShapes shape={shape} count={count} />
      </div>
    </div>
  );
}
