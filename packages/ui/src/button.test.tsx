// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Button, LinkButton } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { UiProvider } from './ui-provider.tsx';

afterEach(cleanup);

it('ignores clicks and submits nothing while loading, yet keeps the focus', () => {
  const onClick = vi.fn();
  const onSubmit = vi.fn((event: { preventDefault(): void }) => event.preventDefault());
  render(
    <form onSubmit={onSubmit}>
      <Button type="submit" loading onClick={onClick}>
        Install
      </Button>
    </form>,
  );
  const button = screen.getByRole('button', { name: 'Install' });
  button.focus();
  fireEvent.click(button);
  expect(onClick).not.toHaveBeenCalled();
  expect(onSubmit).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(button);
  expect(button.getAttribute('aria-busy')).toBe('true');
});

it('does not submit a form unless told to', () => {
  render(<Button>Cancel</Button>);
  expect(screen.getByRole('button').getAttribute('type')).toBe('button');
});

it('names an icon button, also on hover', () => {
  render(<IconButton icon="trash" label="Remove" />);
  expect(screen.getByRole('button', { name: 'Remove' }).title).toBe('Remove');
});

it('goes through the link that the provider was given', () => {
  const Link = ({ href, children }: { readonly href: string; readonly children?: React.ReactNode }) => (
    <a href={`/base${href}`}>{children}</a>
  );
  render(
    <UiProvider link={Link}>
      <LinkButton href="/home">Home</LinkButton>
    </UiProvider>,
  );
  expect(screen.getByRole('link', { name: 'Home' }).getAttribute('href')).toBe('/base/home');
});
