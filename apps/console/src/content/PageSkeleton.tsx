import type { Skeleton as Shape } from '@luban/manifest';
import { Skeleton } from '@luban/ui/shell';

/** Stands for a page whose code is on its way: the title is known from the index, the rest is drawn by its shape. */
export function PageSkeleton({ title, shape }: { title: string; shape: Shape }) {
  if (shape === 'blank') return <Skeleton shape="blank" />;
  return (
    <div className="shell-page-skeleton" data-shape={shape}>
      <div className="lb-page-header" aria-hidden="true">
        <div className="lb-page-header-line">
          <bdi className="lb-page-title">{title}</bdi>
        </div>
      </div>
      <Skeleton shape={shape === 'page' ? 'table' : shape} />
    </div>
  );
}
