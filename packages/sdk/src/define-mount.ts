import type { ExtensionContext, ParcelLifecycles, ParcelProps } from '@luban/kernel';

/** The part of a place on the page that content without React needs: as `useDirty` and `useHandover`. */
export type MountPlace = Pick<ParcelProps, 'markDirty' | 'handOver' | 'handedOver'>;

export interface MountDefinition<P extends object, I> {
  /** Fills the element, which is its own. What it returns is passed to the other two. */
  mount(element: HTMLElement, props: P, context: ExtensionContext, place: MountPlace): I | Promise<I>;
  /** The place has other props now. Default: nothing happens. */
  update?(instance: I, props: P): void | Promise<void>;
  /** Default: the element is emptied. */
  unmount?(instance: I, element: HTMLElement): void | Promise<void>;
}

/** A page, card or cell in any other framework, or in none. One definition may stand in several places at once. */
export function defineMount<P extends object = Record<string, unknown>, I = void>(
  definition: MountDefinition<P, I>,
): ParcelLifecycles {
  const instances = new WeakMap<HTMLElement, { instance: I }>();
  return {
    async mount(given) {
      const { domElement, context } = given;
      instances.set(domElement, { instance: await definition.mount(domElement, ownProps<P>(given), context, given) });
    },
    async update(given) {
      const mounted = instances.get(given.domElement);
      if (mounted) await definition.update?.(mounted.instance, ownProps<P>(given));
    },
    async unmount({ domElement }) {
      const mounted = instances.get(domElement);
      instances.delete(domElement);
      if (mounted) await definition.unmount?.(mounted.instance, domElement);
      domElement.replaceChildren();
    },
  };
}

/** Without what the kernel and single-spa add. */
function ownProps<P extends object>(given: ParcelProps): P {
  const { domElement, name, context, markDirty, handOver, handedOver, ...rest } = given;
  const { mountParcel, singleSpa, unmountSelf, ...own } = rest;
  return own as P;
}
