import type { Json } from '@luban/kernel';
import { ExtensionView, KernelProvider } from '@luban/kernel/react';
import { createFakeKernel, type FakeKernel, type FakeKernelOptions, fakeExtension } from '@luban/kernel/react-testing';
import { act, type RenderResult, render } from '@testing-library/react';
import type { ComponentType } from 'react';
import { MemoryRouter, useLocation } from 'react-router';

export interface Shown extends RenderResult {
  kernel: FakeKernel;
  /** Of the first view. */
  mount: FakeKernel['mounts'][number];
  /** Of the router. */
  url(): string;
}

export interface ShowOptions extends FakeKernelOptions {
  props?: object;
  handedOver?: Record<string, Json>;
  url?: string;
}

/** Renders a component as a page of the extension `acme`. */
export function showExtension(
  Page: ComponentType<never>,
  { props, handedOver = {}, url = '/', ...given }: ShowOptions = {},
): Shown {
  const index = { extensions: [fakeExtension('acme')], ...given.index };
  const kernel = createFakeKernel({ ...given, index });
  let location = url;
  const Location = () => {
    const { pathname, search, hash } = useLocation();
    location = `${pathname}${search}${hash}`;
    return null;
  };
  const result = render(
    <MemoryRouter initialEntries={[url]}>
      <Location />
      <KernelProvider kernel={kernel}>
        <ExtensionView extension="acme" reference="./Page#default" props={props} cause="test" />
      </KernelProvider>
    </MemoryRouter>,
  );
  const mount = kernel.mounts[0]!;
  act(() => mount.ready({ value: Page, handedOver }));
  return { ...result, kernel, mount, url: () => location };
}
