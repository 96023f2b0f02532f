/**
 * What may be shown: a React component whose props are met by `P`, or single-spa life cycles. By structure, so that
 * authors without React need no types of it.
 */
export type Showable<P> = ((props: P) => unknown) | (new (props: P) => { render(): unknown }) | Lifecycles;

interface Lifecycles {
  mount: LifecycleFunction | LifecycleFunction[];
  unmount: LifecycleFunction | LifecycleFunction[];
}

type LifecycleFunction = (props: never) => Promise<unknown>;
