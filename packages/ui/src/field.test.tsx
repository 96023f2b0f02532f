// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { Field } from './field.tsx';
import { TextArea } from './text-area.tsx';
import { TextField } from './text-field.tsx';

afterEach(cleanup);

it('ties the label to the control, so that a click on it lands there', () => {
  render(<TextField label="Username" value="" />);
  expect(screen.getByLabelText('Username')).toBe(screen.getByRole('textbox', { name: 'Username' }));
});

it('describes the control by its description and its error, and marks it invalid', () => {
  render(<TextArea label="Notes" value="" description="A few words" error="Too long" />);
  const area = screen.getByRole('textbox', { name: 'Notes' });
  const texts = area.getAttribute('aria-describedby')!.split(' ');
  expect(texts.map((id) => document.getElementById(id)?.textContent)).toEqual(['A few words', 'Too long']);
  expect(area.getAttribute('aria-invalid')).toBe('true');
});

it('says nothing of errors while there is none', () => {
  render(<TextField label="Name" value="" error={undefined} />);
  const input = screen.getByRole('textbox', { name: 'Name' });
  expect(input.hasAttribute('aria-invalid')).toBe(false);
  expect(input.hasAttribute('aria-describedby')).toBe(false);
});

it('ties a label to any single element', () => {
  render(
    <Field label="Day" description="When it starts">
      <input type="date" />
    </Field>,
  );
  expect(screen.getByLabelText('Day').getAttribute('type')).toBe('date');
});

it('keeps the required mark out of the accessible name', () => {
  render(<TextField label="Name" value="" required />);
  const input = screen.getByRole('textbox', { name: 'Name' });
  expect(input.hasAttribute('required')).toBe(true);
});

it('reports the value, and shows a password on demand', () => {
  const onValueChange = vi.fn();
  render(<TextField label="Password" type="password" value="s3cret" onValueChange={onValueChange} />);
  const input = screen.getByLabelText('Password', { selector: 'input' });
  fireEvent.change(input, { target: { value: 'other' } });
  expect(onValueChange).toHaveBeenCalledExactlyOnceWith('other');
  fireEvent.click(screen.getByRole('button', { name: 'Show characters' }));
  expect(input.getAttribute('type')).toBe('text');
});
