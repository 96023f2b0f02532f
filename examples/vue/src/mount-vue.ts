import type { ParcelLifecycles, ParcelProps } from '@luban/sdk';
import { type App, type Component, createApp, h, shallowReactive } from 'vue';

interface Mounted {
  app: App;
  props: Record<string, unknown>;
}

/** single-spa life cycles of a Vue component: mounts, updates its props, and leaves nothing behind. */
export function mountVue(component: Component): ParcelLifecycles {
  const mounted = new WeakMap<HTMLElement, Mounted>();
  return {
    async mount({ domElement, ...rest }: ParcelProps) {
      const props = shallowReactive<Record<string, unknown>>(componentProps(rest));
      const app = createApp({ render: () => h(component, props) });
      app.mount(domElement);
      mounted.set(domElement, { app, props });
    },
    async update({ domElement, ...rest }: ParcelProps) {
      Object.assign(mounted.get(domElement)?.props ?? {}, componentProps(rest));
    },
    async unmount({ domElement }: ParcelProps) {
      mounted.get(domElement)?.app.unmount();
      mounted.delete(domElement);
    },
  };
}

/** What single-spa adds for itself is none of the component's. */
function componentProps(props: Record<string, unknown>): Record<string, unknown> {
  const { context, markDirty, handOver, handedOver } = props;
  return { context, markDirty, handOver, handedOver };
}
