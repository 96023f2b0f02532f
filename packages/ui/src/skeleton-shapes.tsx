import type { ReactNode } from 'react';
import type { SkeletonShape } from './skeleton.tsx';

interface ShapeProps {
  readonly shape: SkeletonShape;
  readonly count?: number | undefined;
}

/** The bones of each layout, on the grid of the real ones. */
export function SkeletonShapes({ shape, count }: ShapeProps): ReactNode {
  switch (shape) {
    case 'line':
      return repeat(count ?? 1, (index) => <Bone key={index} width={widths[index % widths.length]} />);
    case 'block':
      return <Bone block />;
    case 'table':
      return <TableBones rows={count ?? 8} />;
    case 'detail':
      return repeat(count ?? 6, (index) => (
        <div key={index} className="lb-skeleton-pair">
          <Bone width="60%" />
          <Bone width={widths[index % widths.length]} />
        </div>
      ));
    case 'form':
      return repeat(count ?? 3, (index) => (
        <div key={index} className="lb-skeleton-field">
          <Bone width="96px" />
          <Bone control />
        </div>
      ));
    case 'cards':
      return repeat(count ?? 3, (index) => <Bone key={index} block />);
    case 'page':
      return (
        <>
          <div className="lb-skeleton-header">
            <Bone title />
            <Bone width="280px" />
          </div>
          <TableBones rows={count ?? 8} />
        </>
      );
    case 'blank':
      return null;
  }
}

function TableBones({ rows }: { readonly rows: number }): ReactNode {
  return (
    <div className="lb-skeleton-table">
      {repeat(rows + 1, (row) => (
        <div key={row} className="lb-skeleton-row">
          {repeat(4, (cell) => (
            <Bone key={cell} width={row === 0 ? '40%' : widths[(row + cell) % widths.length]} />
          ))}
        </div>
      ))}
    </div>
  );
}

interface BoneProps {
  readonly width?: string | undefined;
  readonly block?: boolean;
  readonly control?: boolean;
  readonly title?: boolean;
}

function Bone({ width, block, control, title }: BoneProps): ReactNode {
  const kind = block ? 'block' : control ? 'control' : title ? 'title' : 'line';
  return <div className="lb-bone" data-kind={kind} style={width === undefined ? undefined : { inlineSize: width }} />;
}

/** Uneven, as text is. */
const widths = ['72%', '54%', '83%', '46%', '64%'];

function repeat(times: number, draw: (index: number) => ReactNode): ReactNode[] {
  return Array.from({ length: times }, (_, index) => draw(index));
}
