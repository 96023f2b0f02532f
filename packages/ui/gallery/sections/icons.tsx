import type { ReactNode } from 'react';
import { Icon, iconNames } from '../../src/index.ts';
import { Section } from '../section.tsx';

export function Icons(): ReactNode {
  return (
    <Section title="Icons">
      <div className="gallery-icons">
        {iconNames.map((name) => (
          <span key={name} className="gallery-icon">
            <Icon name={name} />
            {name}
          </span>
        ))}
      </div>
    </Section>
  );
}
