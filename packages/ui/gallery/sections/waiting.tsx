import type { ReactNode } from 'react';
import { Card, Skeleton, type SkeletonShape } from '../../src/index.ts';
import { Section } from '../section.tsx';

const shapes: readonly SkeletonShape[] = ['line', 'block', 'detail', 'form', 'cards', 'table', 'page'];

export function Waiting(): ReactNode {
  return (
    <Section title="Waiting">
      <div className="gallery-grid">
        {shapes.map((shape) => (
          <Card key={shape} title={shape}>
            <Skeleton shape={shape} count={shape === 'table' || shape === 'page' ? 4 : undefined} />
          </Card>
        ))}
      </div>
    </Section>
  );
}
