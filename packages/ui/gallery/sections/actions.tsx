import type { ReactNode } from 'react';
import { Button, type ButtonVariant, IconButton, Kbd, LinkButton, TextLink } from '../../src/index.ts';
import { Section } from '../section.tsx';

const variants: readonly ButtonVariant[] = ['primary', 'secondary', 'ghost', 'danger'];

export function Actions(): ReactNode {
  return (
    <Section title="Actions">
      {(['md', 'sm'] as const).map((size) => (
        <div className="gallery-row" key={size}>
          {variants.map((variant) => (
            <Button key={variant} variant={variant} size={size}>
              {variant === 'danger' ? 'Remove' : 'Install'}
            </Button>
          ))}
          <Button size={size} icon="refresh">
            Refresh
          </Button>
          <Button size={size} variant="primary" icon="plus">
            New project
          </Button>
          <Button size={size} disabled>
            Roll back
          </Button>
          <Button size={size} loading>
            Saving
          </Button>
          <Button size={size} variant="primary" icon="download" loading>
            Installing
          </Button>
          <IconButton size={size} icon="more" label="More" />
          <IconButton size={size} icon="bell" label="Notifications" variant="secondary" />
          <IconButton size={size} icon="trash" label="Remove" disabled />
        </div>
      ))}
      <div className="gallery-row">
        <LinkButton href="#all">All extensions</LinkButton>
        <span>
          Read <TextLink href="#first">how to write one</TextLink> or the{' '}
          <TextLink href="https://kubernetes.io/docs/" external>
            Kubernetes documentation
          </TextLink>
        </span>
        <Kbd keys="Mod+K" />
        <Kbd keys={['Shift', '?']} />
        <Kbd keys="Escape" />
      </div>
    </Section>
  );
}
